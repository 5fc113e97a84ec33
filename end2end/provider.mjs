// A provider of sign-ins (OpenID Connect) in small, for the journey: one page, one button, real signatures (RS256).
//   node provider.mjs PORT
import { createHash, createSign, generateKeyPairSync, randomUUID } from "node:crypto";
import { createServer } from "node:http";

const port = Number(process.argv[2]);
const issuer = `http://127.0.0.1:${port}`;
const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const encoded = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");
/** What each code was given for; a code is good for one exchange. */
const asked = new Map();

function token({ client, nonce }) {
  const now = Math.floor(Date.now() / 1000);
  const head = encoded({ alg: "RS256", kid: "1", typ: "JWT" });
  const body = encoded({ iss: issuer, sub: "person-7", aud: client, iat: now, exp: now + 300, nonce });
  const signature = createSign("RSA-SHA256").update(`${head}.${body}`).sign(privateKey, "base64url");
  return `${head}.${body}.${signature}`;
}

const says = {
  "GET /.well-known/openid-configuration": () => ({
    issuer,
    authorization_endpoint: `${issuer}/authorize`,
    token_endpoint: `${issuer}/token`,
    jwks_uri: `${issuer}/jwks`,
    response_types_supported: ["code"],
    subject_types_supported: ["public"],
    id_token_signing_alg_values_supported: ["RS256"],
  }),
  "GET /jwks": () => ({ keys: [{ ...publicKey.export({ format: "jwk" }), use: "sig", alg: "RS256", kid: "1" }] }),
  "POST /token": (form) => {
    const given = asked.get(form.get("code"));
    asked.delete(form.get("code"));
    const challenge = createHash("sha256").update(form.get("code_verifier") ?? "").digest("base64url");
    if (!given || given.challenge !== challenge) return undefined;
    return { access_token: randomUUID(), token_type: "Bearer", id_token: token(given) };
  },
};

createServer(async (request, response) => {
  const url = new URL(request.url, issuer);
  if (url.pathname === "/authorize") {
    const code = randomUUID();
    const field = (name) => url.searchParams.get(name);
    asked.set(code, { client: field("client_id"), nonce: field("nonce"), challenge: field("code_challenge") });
    const back = new URL(field("redirect_uri"));
    back.search = new URLSearchParams({ code, state: field("state") }).toString();
    response.setHeader("content-type", "text/html; charset=utf-8");
    response.end(`<!doctype html><title>provider</title><a href="${back.href.replaceAll("&", "&amp;")}">我是本人</a>`);
    return;
  }
  let body = "";
  for await (const chunk of request) body += chunk;
  const answer = says[`${request.method} ${url.pathname}`]?.(new URLSearchParams(body));
  response.writeHead(answer ? 200 : 400, { "content-type": "application/json" });
  response.end(JSON.stringify(answer ?? { error: "invalid_grant" }));
}).listen(port, "127.0.0.1", () => console.log(issuer));
