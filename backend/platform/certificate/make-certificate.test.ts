// A certificate of the local authority serves https to a client that trusts the authority, for each of its names and no other.
import { mkdtempSync, readFileSync, statSync } from "node:fs";
import { createServer, get } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { makeCertificate } from "./index.ts";

test("the certificate is trusted for its names, refused for others, keys are private, and the authority is kept", async () => {
  const folder = mkdtempSync(join(tmpdir(), "toguna-ca-"));
  const made = await makeCertificate(folder, ["localhost", "127.0.0.1"], new Date());
  expect(made.isNewAuthority).toBe(true);
  expect(statSync(made.keyPath).mode & 0o777).toBe(0o600);
  const server = createServer(
    { cert: readFileSync(made.certPath), key: readFileSync(made.keyPath) },
    (_request, response) => response.end("ok"),
  );
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const ask = (servername: string) =>
    new Promise<number | string>((resolve) => {
      get({ host: "127.0.0.1", port, servername, ca: readFileSync(made.authorityPath) }, (response) =>
        resolve(response.statusCode ?? 0),
      ).on("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    });
  expect(await ask("localhost")).toBe(200);
  expect(await ask("other.example")).toBe("ERR_TLS_CERT_ALTNAME_INVALID");
  const again = await makeCertificate(folder, ["desk.example"], new Date());
  expect(again.isNewAuthority).toBe(false);
  server.close();
});
