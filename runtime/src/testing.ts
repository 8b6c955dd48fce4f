/** `@discogen/runtime/testing`: what generated clients make the fakes of their users' tests with. */
export type { FakeApi } from "./testing/fake-api.js";
export type { FakeHandler, FakeHandlers } from "./testing/fake-handlers.js";
export type { FakeErrorParts } from "./testing/fake-error.js";
export { FakeError, fakeError } from "./testing/fake-error.js";
export type { FakeMediaParts } from "./testing/fake-media.js";
export { FakeMedia, fakeMedia } from "./testing/fake-media.js";
export { createFakeTransport } from "./testing/fake-transport.js";
