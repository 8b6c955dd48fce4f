export type {
  ApiDescriptor,
  MethodDescriptor,
  PagingDescriptor,
  PathVariable,
  QueryParameter,
  ScalarType,
  UploadDescriptor,
} from "./descriptor.js";
export type {
  ApiPromise,
  ByteRange,
  Caller,
  PagePromise,
  RequestOptions,
  ResponseInfo,
  StreamPromise,
  WaitOptions,
} from "./call.js";
export type { ClientRetryOptions, RetryOptions } from "./retry-options.js";
export type { BatchResult, BatchResults } from "./batch.js";
export type {
  AltParam,
  BlobLike,
  FileHandleLike,
  MediaResponse,
  MediaSource,
  MediaUpload,
  UploadProgress,
  WithMedia,
} from "./media.js";
export type { AbortSignalLike, DispatcherLike, HeadersLike } from "./structural.js";
export type { FieldsParam, Selected, SelectedPages, SelectedPromise } from "./fields.js";
export type { Patch, Unrecognized, WithRequired } from "./types.js";
export { unrecognized } from "./types.js";

export type { ApiRequestInit } from "./client.js";
export { answerBatch } from "./answer-batch.js";
export { callable } from "./callable.js";
export { ApiClient } from "./client.js";
export type { ClientOptions } from "./options.js";
export type { HttpCall, HttpRequest, HttpResponse, Interceptor, Transport } from "./transport.js";

export type { ErrorParts } from "./error.js";
export { GoogleApiError } from "./error.js";
export type {
  AttemptSummary,
  BadRequest,
  ErrorDetail,
  ErrorInfo,
  ErrorKind,
  Help,
  LegacyError,
  LocalizedMessage,
  Outcome,
  PreconditionFailure,
  QuotaFailure,
  RequestInfo,
  ResourceInfo,
  RetryInfo,
} from "./error-details.js";

export type { ClosableDispatcher } from "./proxy-dispatcher.js";
export { proxyDispatcher } from "./proxy-dispatcher.js";
export type { FindOutcomeOptions } from "./find-outcome.js";
export { findOutcome } from "./outcome.js";
export type { RequestTrace } from "./request-trace.js";

export type {
  AuthProvider,
  HeaderAnswer,
  HeaderProvider,
  ScopedProvider,
  TokenAnswer,
  TokenProvider,
} from "./auth/provider.js";
export type { ApplicationDefaultOptions } from "./auth/application-default.js";
export { applicationDefault } from "./auth/application-default.js";
export type { RefreshTokenOptions } from "./auth/refresh-token.js";
export { refreshToken } from "./auth/refresh-token.js";
export type { ServiceAccountOptions } from "./auth/service-account.js";
export { serviceAccount } from "./auth/service-account.js";
export { accessToken, anonymous, apiKey } from "./auth/simple-providers.js";
