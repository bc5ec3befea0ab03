// Who the team is, as a page and as signed text; its key; and security.txt (RFC 9116), signed where it can be.
import type { Hono } from "hono";
import type { PortalEnv, PortalOptions } from "../options.ts";
import { noticePage } from "../pages/plain-pages.ts";
import { providerMetadataPath } from "./provider-metadata.ts";
import { teamPage } from "../pages/team-page.ts";

export function addTeamRoutes(app: Hono<PortalEnv>, options: PortalOptions): void {
  app.get("/team", async (c) => c.html(await teamPage(c.get("view"), await c.get("core").team.read())));
  app.get("/rfc2350.txt", async (c) => {
    const { language } = c.get("view");
    const location = `${options.publicUrl}/rfc2350.txt?lang=${language}`;
    return c.text(await c.get("core").team.text(language, options.publicUrl, location));
  });
  app.get("/team-key.asc", async (c) => {
    const armored = await c.get("core").team.publicKey();
    if (armored === undefined) return c.html(await noticePage(c.get("view"), "missing"), 404);
    return c.body(armored, 200, {
      "content-type": "application/pgp-keys",
      "content-disposition": 'attachment; filename="team-key.asc"',
    });
  });
  app.get("/.well-known/security.txt", async (c) => {
    const { team } = c.get("core");
    const { description, keys } = await team.read();
    const { email, emergencyTelephone } = description.facts;
    const { cert } = c.get("view").country;
    const isProvider =
      keys.length > 0 || description.writtenAt !== null || (await c.get("core").disclosure.index()).length > 0;
    const lines = [
      ...securityLines(options, email || cert.email, emergencyTelephone || cert.phone, keys.length > 0),
      // RFC 9116 knows further fields; this one is CSAF's (§7.1.8).
      ...(isProvider ? [`CSAF: ${options.publicUrl}${providerMetadataPath}`] : []),
    ];
    return c.text(await team.sign(`${lines.join("\n")}\n`));
  });
}

/** RFC 9116. It expires after half a year, as the standard advises less than one. */
function securityLines(options: PortalOptions, email: string | null, phone: string | null, hasKey: boolean): string[] {
  const expires = new Date(options.now().getTime() + 182 * 86_400_000);
  expires.setUTCHours(0, 0, 0, 0);
  return [
    `Contact: ${options.publicUrl}/report/vulnerability`,
    ...(email ? [`Contact: mailto:${email}`] : []),
    ...(phone ? [`Contact: tel:${phone.replaceAll(/[^+\d]/g, "")}`] : []),
    `Expires: ${expires.toISOString().replace(".000", "")}`,
    ...(hasKey ? [`Encryption: ${options.publicUrl}/team-key.asc`] : []),
    "Preferred-Languages: fr, en, mn",
    `Policy: ${options.publicUrl}/disclosure-policy`,
    `Canonical: ${options.publicUrl}/.well-known/security.txt`,
  ];
}
