// The team's description as the plain text of RFC 2350, under the headings of its appendix D (English, whatever language fills them). Pure.
import { type TeamDescription, type TeamLanguage, type TeamText, textIn } from "./model.ts";

/** What the page and the text know beside the description itself. */
export interface Surroundings {
  /** Address of the portal, without a slash at its end. */
  portalUrl: string;
  keys: readonly { fingerprint: string; userIds: readonly string[]; expiresAt: string | null }[];
  /** Where the text stands, and whether it bears the team's signature there. */
  location: string;
  isSigned: boolean;
}

const unsaid = "(not stated)";

/** Lines of at most 78 characters, LF at each end; every heading is there, also where nothing is said. */
export function writeRfc2350(
  description: TeamDescription,
  language: TeamLanguage,
  { portalUrl, keys, location, isSigned }: Surroundings,
): string {
  const { facts } = description;
  const said = (name: TeamText): string => textIn(description, name, language)?.text ?? unsaid;
  const keyLines = keys.map(
    ({ fingerprint, userIds, expiresAt }) =>
      `${fingerprint.replaceAll(/(.{4})(?=.)/g, "$1 ")}\n${userIds[0] ?? ""}${expiresAt ? `, until ${expiresAt.slice(0, 10)}` : ""}`,
  );
  const parts: readonly (readonly [string, string] | string)[] = [
    "1. Document information",
    [
      "1.1 Date of last update",
      description.writtenAt === null ? unsaid : `${description.writtenAt.slice(0, 10)}, version ${description.version}`,
    ],
    ["1.2 Distribution list for notifications", "None: this document is read where it stands."],
    ["1.3 Locations where this document may be found", location],
    [
      "1.4 Authenticating this document",
      isSigned
        ? `This text bears the OpenPGP signature of the team's key. The key: ${portalUrl}/team-key.asc`
        : "This text is not signed: the team has no OpenPGP key yet.",
    ],
    "2. Contact information",
    ["2.1 Name of the team", `${facts.name} (${facts.shortName})`],
    ["2.2 Address", facts.address],
    ["2.3 Time zone", facts.timeZone],
    ["2.4 Telephone number", facts.telephone],
    ["2.5 Facsimile number", "None"],
    ["2.6 Other telecommunication", facts.emergencyTelephone === "" ? "" : `Emergencies: ${facts.emergencyTelephone}`],
    ["2.7 Electronic mail address", facts.email],
    ["2.8 Public keys and encryption information", keyLines.join("\n\n")],
    ["2.9 Team members", said("members")],
    [
      "2.10 Other information",
      [`Portal: ${portalUrl}/`, ...(facts.establishedOn === "" ? [] : [`Established: ${facts.establishedOn}`])].join(
        "\n",
      ),
    ],
    [
      "2.11 Points of customer contact",
      [`Reports: ${portalUrl}/`, ...(facts.hours === "" ? [] : [`Hours: ${facts.hours}`])].join("\n"),
    ],
    "3. Charter",
    ["3.1 Mission statement", said("mission")],
    ["3.2 Constituency", said("constituency")],
    ["3.3 Sponsorship and/or affiliation", said("affiliation")],
    ["3.4 Authority", said("authority")],
    "4. Policies",
    ["4.1 Types of incidents and level of support", said("incidents")],
    ["4.2 Co-operation, interaction and disclosure of information", said("cooperation")],
    ["4.3 Communication and authentication", said("communication")],
    "5. Services",
    ["5.1 Incident response (triage, coordination, resolution)", said("response")],
    ["5.2 Proactive activities", said("proactive")],
    "6. Incident reporting forms",
    ["", `${portalUrl}/`],
    "7. Disclaimers",
    ["", said("disclaimers")],
  ];
  const body = parts.map((part) =>
    typeof part === "string"
      ? part
      : [part[0], indent(part[1] === "" ? unsaid : part[1])].filter((line) => line !== "").join("\n"),
  );
  return `${facts.shortName}: description of the team (RFC 2350)\n\n${body.join("\n\n")}\n`;
}

/** Wrapped at words; a word that is longer than a line stands alone on one. */
function indent(text: string): string {
  return text
    .split(/\r?\n/)
    .flatMap((line) => {
      const lines: string[] = [];
      let current = "";
      for (const word of line.split(" ")) {
        if (current !== "" && current.length + 1 + word.length > 74) {
          lines.push(current);
          current = word;
        } else current = current === "" ? word : `${current} ${word}`;
      }
      return [...lines, current];
    })
    .map((line) => (line === "" ? "" : `    ${line}`))
    .join("\n");
}
