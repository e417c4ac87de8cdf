// A certified OpenID provider for the browser tests. What it needs to know comes as JSON in PROVIDER:
// {port, client_id, client_secret, redirect_uri, home, people: {login: {email, groups}}}
import { generateKeyPairSync, randomBytes } from "node:crypto";
import Provider from "oidc-provider";

const { port, client_id, client_secret, redirect_uri, home, people } = JSON.parse(process.env.PROVIDER);
const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });

const provider = new Provider(`http://127.0.0.1:${port}`, {
  clients: [{
    client_id,
    client_secret,
    redirect_uris: [redirect_uri],
    post_logout_redirect_uris: [home],
    token_endpoint_auth_method: "client_secret_post",
  }],
  pkce: { required: () => true },
  conformIdTokenClaims: false, // as Cognito does: the claims are in the ID token
  claims: { openid: ["sub", "cognito:groups"], email: ["email", "email_verified"] },
  jwks: { keys: [{ ...privateKey.export({ format: "jwk" }), alg: "RS256", use: "sig" }] },
  cookies: { keys: [randomBytes(16).toString("hex")] },
  findAccount: (_context, login) => ({
    accountId: login,
    claims: () => ({
      sub: login,
      email: people[login]?.email,
      email_verified: true,
      "cognito:groups": people[login]?.groups,
    }),
  }),
});

provider.listen(port, "127.0.0.1");
