/** A server in a process of its own, so that it does not take time from the client. */
import { createServer } from "node:http";

const customer = JSON.stringify({
  kind: "reseller#customer",
  customerId: "C1",
  customerDomain: "acme.example",
  postalAddress: { contactName: "x".repeat(200), organizationName: "y".repeat(200) },
  alternateEmail: `${"z".repeat(900)}@acme.example`,
});

const server = createServer((request, response) => {
  request.resume();
  response.writeHead(200, {
    "content-type": "application/json",
    "content-length": Buffer.byteLength(customer),
  });
  response.end(customer);
});

server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  if (typeof address === "object" && address !== null) process.send?.({ port: address.port });
});
