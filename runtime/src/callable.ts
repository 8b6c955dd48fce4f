import type { ApiPromise, Caller, RequestOptions } from "./call.js";
import type { MethodDescriptor } from "./descriptor.js";

/**
 * A resource that is a method too: documents have both under one name. Calling it sends the method; its
 * members are those of the resource.
 */
export function callable<T extends object>(
  caller: Caller,
  method: MethodDescriptor,
  resource: object,
): T {
  const call = (params?: object, options?: RequestOptions): ApiPromise<unknown> => {
    if (method.streaming) return caller.sendStream(method, params, options);
    return method.paging === undefined
      ? caller.send(method, params, options)
      : caller.sendPaged(method, params, options);
  };
  const holders = [resource, Object.getPrototypeOf(resource) as object];
  for (const [holder, name] of holders.flatMap((each) =>
    Object.getOwnPropertyNames(each).map((key) => [each, key] as const),
  )) {
    if (name === "constructor") continue;
    const value: unknown = Reflect.get(holder, name, resource);
    // A method of a class needs its own object.
    Object.defineProperty(call, name, {
      value: typeof value === "function" && holder !== resource ? value.bind(resource) : value,
    });
  }
  // Generated code says at the member what it is; nothing else calls this.
  return call as unknown as T;
}
