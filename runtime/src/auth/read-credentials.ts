import { credentialsOf, type Credentials } from "./credentials.js";
import type { AuthProvider } from "./provider.js";
import { StructuralCredentials } from "./structural-credentials.js";

/** How the runtime sees a provider: one of ours, or one that has only the public shape. */
export function readCredentials(auth: AuthProvider): Credentials {
  if (!(credentialsOf in auth)) return new StructuralCredentials(auth);
  return (auth as { [credentialsOf](): Credentials })[credentialsOf]();
}
