/** Changes that a client's requests show, or what it makes of their answers. */
import type { RuleId } from "../changes/rules.js";
import type { Part } from "./record-calls.js";

/**
 * The parts of a call that show a change, by its rule; one of them is enough. All other changes are about what a
 * server does with the same request.
 */
export const shownBy: Readonly<Partial<Record<RuleId, readonly Part[]>>> = {
  "host-changed": ["address"],
  "data-wrapper-added": ["answer"],
  "data-wrapper-removed": ["answer"],
  "method-http-method-changed": ["verb", "headers", "body"],
  // A path without a place for a parameter has none for its value.
  "method-path-changed": ["address", "refused"],
  "method-path-expansion-changed": ["address"],
  "method-api-version-changed": ["headers"],
  "method-streaming-changed": ["answer"],
  "parameter-removed": ["refused", "address"],
  "parameter-renamed": ["refused"],
  "query-parameter-renamed": ["refused"],
  "parameter-added-required": ["refused"],
  "parameter-became-required": ["refused"],
  "parameter-became-repeated": ["refused"],
  "parameter-became-single": ["refused"],
  "parameter-location-changed": ["address", "query"],
  "request-body-removed": ["refused"],
  "request-body-became-required": ["refused"],
  "body-media-changed": ["refused", "query", "body", "answer"],
  "response-body-added": ["answer"],
  "response-body-removed": ["answer"],
  "media-upload-removed": ["refused"],
  "media-upload-protocol-removed": ["refused", "address"],
  "media-upload-path-changed": ["address"],
  "media-download-removed": ["refused"],
};

/** Parts that show a change in some calls only. */
export const mayShow: typeof shownBy = {
  // A mask asks for the next page's token.
  "method-pagination-added": ["query"],
  "method-pagination-removed": ["query"],
  "method-pagination-changed": ["query"],
  // A mask is sent whether the document knows it or not.
  "global-parameter-removed": ["refused"],
  // A body can often be left out, and a value of one type is often one of the other.
  "request-body-added": ["refused"],
  "parameter-type-changed": ["refused"],
  // What a 64-bit integer is, a client knows.
  "parameter-format-incompatible": ["refused"],
  "request-body-type-changed": ["refused"],
  "request-body-type-extended": ["refused"],
  "response-body-type-changed": ["answer"],
  "response-body-type-extended": ["answer"],
  "schema-type-changed": ["refused", "answer"],
  "property-type-narrowed": ["refused", "answer"],
  "property-type-widened": ["refused", "answer"],
  // Of what a reference to nothing is, a client knows nothing.
  "dangling-ref": ["refused", "query", "headers", "body", "answer"],
  "variant-added": ["answer"],
  "variant-removed": ["answer"],
  "media-upload-multipart-changed": ["refused", "headers", "body"],
  // A client refuses media of a kind, or a size, that it knows to be refused.
  "media-upload-accept-removed": ["refused"],
  "media-upload-max-size-decreased": ["refused"],
  // Of a method that gives no media it says nothing.
  "media-download-service-changed": ["address"],
};
