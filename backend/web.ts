// Starts the web: the application on HTTP or HTTPS, on loopback by both of its addresses.
import { readFileSync } from "node:fs";
import { createServer as createHttpsServer } from "node:https";
import type { AddressInfo } from "node:net";
import { createAdaptorServer, type ServerType } from "@hono/node-server";
import { createApi } from "./api.ts";
import { startSmtpServer } from "./coordination/index.ts";
import { createSetupLink, enrolLink, signInAvailability } from "./identity/index.ts";
import { isLoopback } from "./platform/config/index.ts";
import type { Services } from "./platform/context/index.ts";
import { explainPort } from "./platform/run/index.ts";

export interface Web {
  /** What to tell the operator: rooms and links. */
  lines: string[];
  close(): Promise<void>;
}

export async function startWeb(services: Services): Promise<Web> {
  const { config } = services;
  const app = createApi(services);
  const servers: ServerType[] = [];
  for (const host of isLoopback(config.host) ? ["127.0.0.1", "::1"] : [config.host]) {
    try {
      servers.push(await listen(app.fetch, config, host, servers[0] ? portOf(servers[0]) : config.port));
    } catch (error) {
      // A machine without IPv6 has no ::1; any other refusal ends the start.
      if (host !== "::1") throw explainPort(error, config.port);
    }
  }
  const mail = await startMail(services);
  return {
    lines: [...(await sayRooms(services)), mail.line],
    close: async () => void (await Promise.all([...servers.map(closeServer), mail.close()])),
  };
}

/** Mail in. A port that another program has does not stop the other ways of reporting; it is said. */
async function startMail(services: Services): Promise<{ line: string; close(): Promise<void> }> {
  const { smtpHost, smtpPort } = services.config;
  try {
    const listener = await startSmtpServer(services);
    return { line: `mail in  smtp://${smtpHost}:${listener.port}`, close: async () => await listener.close() };
  } catch (error) {
    const why = (error as NodeJS.ErrnoException).code ?? String(error);
    services.log.error({ why, smtpHost, smtpPort }, "no mail is taken in");
    const line = `mail in  off: ${smtpHost}:${smtpPort} cannot be had (${why}); choose another with SMTP_PORT=… npm start`;
    return { line, close: async () => {} };
  }
}

async function sayRooms(services: Services): Promise<string[]> {
  const { config } = services;
  const lines = [
    `portal   ${config.publicUrl}/`,
    `desk     ${config.deskUrl}/`,
    `API      ${config.publicUrl}/api/v1/openapi.json`,
  ];
  const signIn = signInAvailability(config);
  if (!signIn.isAvailable) {
    lines.push(
      `signing in is off: passkeys need https or localhost (${config.deskUrl} is neither). Ways out: TLS_CERT and TLS_KEY, a reverse proxy with PUBLIC_URL=https://…, or "toguna certificate NAME".`,
    );
    return lines;
  }
  if (config.isDemo) lines.push(`a demonstration over fictional data: sign in as any role at ${config.deskUrl}/demo`);
  const setup = await createSetupLink(services);
  if (setup)
    lines.push(
      `set up the first administrator, once, within a day:\n        ${enrolLink(config, setup.token)}`,
      `passkeys will belong to the name ${new URL(config.deskUrl).hostname} for good: choose DESK_URL before the first one is made`,
    );
  return lines;
}

function listen(
  fetch: Parameters<typeof createAdaptorServer>[0]["fetch"],
  config: Services["config"],
  host: string,
  port: number,
): Promise<ServerType> {
  const server = config.tls
    ? createAdaptorServer({
        fetch,
        createServer: createHttpsServer,
        serverOptions: {
          cert: readFileSync(config.tls.certPath),
          key: readFileSync(config.tls.keyPath),
          minVersion: "TLSv1.2",
        },
      })
    : createAdaptorServer({ fetch });
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => resolve(server));
  });
}

function portOf(server: ServerType): number {
  return (server.address() as AddressInfo).port;
}

function closeServer(server: ServerType): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    // Open streams (events) would hold it; what is in flight has a moment to end.
    setTimeout(() => "closeAllConnections" in server && server.closeAllConnections(), 700).unref();
  });
}
