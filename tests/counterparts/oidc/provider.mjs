// An OpenID provider on loopback: reads what it is to be from one line of JSON on standard input, and prints
// one word when it answers. People and clients are what that line says; everything is kept in memory.
import { generateKeyPairSync } from "node:crypto";
import { createInterface } from "node:readline";

// Debian 12 has Node 18, which lacks one function the provider uses.
URL.parse ??= (address, base) => {
  try {
    return new URL(address, base);
  } catch {
    return null;
  }
};
const { Provider } = await import("oidc-provider");
const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
const told = JSON.parse((await lines.next()).value);

const kind = told.signsBy.startsWith("ES") ? ["ec", { namedCurve: "P-256" }] : ["rsa", { modulusLength: 2048 }];
const own = generateKeyPairSync(...kind).privateKey.export({ format: "jwk" });

const provider = new Provider(told.issuer, {
  clients: told.clients,
  jwks: { keys: [{ ...own, kid: "own", use: "sig", alg: told.signsBy }] },
  claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name", "locale", "groups"] },
  conformIdTokenClaims: !told.claimsInToken,
  cookies: { keys: ["only for tests"] },
  features: { backchannelLogout: { enabled: true }, devInteractions: { enabled: true } },
  pkce: { required: () => true },
  // Its own way out would not speak to this machine, where we are.
  fetch: (address, { dispatcher, ...options }) => fetch(address, options),
  findAccount: (_, id) =>
    told.people[id] && { accountId: id, claims: () => ({ sub: id, ...told.people[id] }) },
});
provider.listen(told.port, "127.0.0.1", () => console.log("ready"));
process.stdin.on("end", () => process.exit(0));
