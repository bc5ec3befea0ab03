// The parts of the country file that the public sees, and where the portal's built files lie: for the portal and for the pages of the edge.
import { fileURLToPath } from "node:url";
import type { PortalCountry } from "../frontend/portal/core.ts";
import { loadCountry, sayHours } from "./registry/country/index.ts";

export const portalFolder = fileURLToPath(new URL("../frontend/dist/portal", import.meta.url));

/** As the file says it; areas of the register are laid over them by the portal. */
export function countryForPortal(code: string): PortalCountry {
  const file = loadCountry(code);
  const isKnown = (status: string): boolean => status !== "unverified";
  const allDay = (text: string | null) => (text === null ? null : { fr: text, en: text, mn: text });
  return {
    code: file.code,
    isFictional: file.isFictional,
    names: file.names,
    languages: file.languages.interface,
    begun: file.languages.begun,
    timeZone: file.timeZones.default,
    emergency: file.emergencyNumbers.map((one) => ({
      kind: one.id,
      names: one.names,
      number: one.number,
      hours: allDay(sayHours(one.hours)),
      isVerified: isKnown(one.verification.status),
    })),
    fraudDesks: file.moneyServices.map((one) => ({
      names: one.names,
      kind: one.kind,
      number: one.fraudDesk.phone ?? null,
      isVerified: isKnown(one.fraudDesk.verification.status),
    })),
    cert: {
      name: file.cert.shortName,
      email: file.cert.email ?? null,
      phone: file.cert.emergencyPhone ?? null,
      hours: allDay(sayHours(file.cert.hours)),
    },
    areas: (file.areas.root.children ?? []).map(({ id, names }) => ({ id, names })),
  };
}
