import type { MediaResponse } from "../media.js";
import type { HttpRequest } from "../transport.js";
import type { FakeError } from "./fake-error.js";
import type { FakeMedia } from "./fake-media.js";

/** A method of a client, by what it gives: a call. */
type Method = (...args: never[]) => { withResponse(): unknown };

/**
 * Answers one method: with the plain JSON of one answer (of a list: of one page), or with an error. It is
 * called once for each request of the method, so for each page and for each attempt. What it throws is an
 * answer if it is a {@link FakeError}, else a failure of the transport.
 */
export type FakeHandler<Params, Answer> = (
  params: Params,
  request: HttpRequest,
) => Answer | FakeError | Promise<Answer | FakeError>;

/** What a method answers; bytes where it gives media. */
type AnswerOf<M extends Method> = PlainData<Awaited<ReturnType<M>>>;

type PlainData<T> = T extends MediaResponse ? FakeMedia | Uint8Array : T;

/** Handlers for what a resource holds: its methods, and the resources below it. */
type Handlers<Node> = {
  readonly [
    K in keyof Node as Node[K] extends Method
      ? K
      : Node[K] extends (...args: never[]) => unknown
        ? never
        : K
  ]?: HandlerOf<Node[K]> | undefined;
};

/** For a method a function, for a resource an object; what is both takes either, or a function with members. */
type HandlerOf<Member> = Member extends Method
  ? [keyof Member] extends [never]
    ? FakeHandler<NonNullable<Parameters<Member>[0]>, AnswerOf<Member>>
    : | (FakeHandler<NonNullable<Parameters<Member>[0]>, AnswerOf<Member>> & Handlers<Member>)
      | Handlers<Member>
  : Handlers<Member>;

/**
 * The handlers of a fake, in the form of the client itself: `{ customers: { get: ({ customerId }) => … } }`.
 * `request` answers what is sent by the client's own `request()`.
 */
export type FakeHandlers<Client> = Handlers<Omit<Client, "request">> & {
  readonly request?: ((request: HttpRequest) => unknown) | undefined;
};
