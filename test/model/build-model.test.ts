import { describe, expect, test } from "vitest";
import { apiOf, methodOf, methodsOf, resellerJson, schemaOf } from "./models.js";

const api = apiOf(resellerJson());

describe("the model of reseller:v1", () => {
  test("has 3 resources, 17 methods, 10 named and 4 hoisted schemas", () => {
    expect(api.resources.map(({ name }) => name)).toEqual([
      "customers",
      "resellernotify",
      "subscriptions",
    ]);
    expect(methodsOf(api)).toHaveLength(17);
    const hoisted = api.schemas.filter(({ at }) => at.split("/").length > 3);
    expect(api.schemas.length - hoisted.length).toBe(10);
    expect(hoisted.map(({ name, tsName }) => `${name} ${tsName}`)).toEqual([
      "Subscription.plan SubscriptionPlan",
      "Subscription.plan.commitmentInterval SubscriptionPlanCommitmentInterval",
      "Subscription.transferInfo SubscriptionTransferInfo",
      "Subscription.trialSettings SubscriptionTrialSettings",
    ]);
  });

  test("keeps what stands at the head of the document", () => {
    expect(api).toMatchObject({
      id: "reseller:v1",
      name: "reseller",
      version: "v1",
      revision: "20211106",
      tsName: "Reseller",
      className: "ResellerClient",
      rootUrl: "https://reseller.googleapis.com/",
      batchPath: "batch",
      dataWrapper: false,
    });
    expect(api.scopes.map(({ tsName }) => tsName)).toEqual(["appsOrder", "appsOrderReadonly"]);
  });

  test("holds parameters in parameterOrder, then by name", () => {
    const { parameters } = methodOf(api, "reseller.subscriptions.delete");
    expect(parameters.map(({ name, required }) => `${name} ${required}`)).toEqual([
      "customerId true",
      "subscriptionId true",
      "deletionType true",
    ]);
    const insert = methodOf(api, "reseller.subscriptions.insert");
    expect(insert.parameters.map(({ name }) => name)).toEqual(["customerId", "customerAuthToken"]);
    const list = methodOf(api, "reseller.subscriptions.list").parameters.map(({ name }) => name);
    expect(list).toEqual([...list].sort());
  });

  test("reads paths into parts", () => {
    expect(methodOf(api, "reseller.subscriptions.changePlan").path).toEqual([
      { kind: "literal", text: "apps/reseller/v1/customers/" },
      { kind: "variable", name: "customerId", operator: "" },
      { kind: "literal", text: "/subscriptions/" },
      { kind: "variable", name: "subscriptionId", operator: "" },
      { kind: "literal", text: "/changePlan" },
    ]);
  });

  test("has one paged method, with certain items", () => {
    const paged = methodsOf(api).filter(({ paging }) => paging !== null);
    expect(paged.map(({ id }) => id)).toEqual(["reseller.subscriptions.list"]);
    expect(paged[0]?.paging).toEqual({
      tokenIn: { location: "query", name: "pageToken" },
      tokenOut: ["nextPageToken"],
      link: false,
      items: {
        name: "subscriptions",
        kind: "array",
        type: { kind: "ref", schema: "Subscription", tsName: "Subscription" },
      },
    });
  });

  test("knows requests, responses and methods without one", () => {
    const customer = { kind: "ref", schema: "Customer", tsName: "Customer" };
    expect(methodOf(api, "reseller.customers.insert")).toMatchObject({
      request: { type: customer, optional: false },
      response: customer,
    });
    expect(methodOf(api, "reseller.subscriptions.delete").response).toBeNull();
    expect(methodOf(api, "reseller.customers.get").request).toBeNull();
  });

  test("knows which schemas are sent and which are received", () => {
    const reach = (name: string): string => {
      const { inRequests, inResponses } = schemaOf(api, name);
      return `${inRequests ? "sent" : ""} ${inResponses ? "received" : ""}`.trim();
    };
    expect(reach("Customer")).toBe("sent received");
    expect(reach("Address")).toBe("sent received");
    expect(reach("SubscriptionPlanCommitmentInterval")).toBe("sent received");
    expect(reach("ChangePlanRequest")).toBe("sent");
    expect(reach("RenewalSettings")).toBe("sent received");
    expect(reach("Subscriptions")).toBe("received");
    expect(reach("ResellernotifyGetwatchdetailsResponse")).toBe("received");
  });
});
