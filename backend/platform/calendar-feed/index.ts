// Writes a calendar as text (iCalendar, RFC 5545): one event an entry, times in UTC, lines folded at 75 octets, every text escaped.

export interface CalendarEntry {
  /** Stable and unique in the world: the same entry keeps it, so that calendars replace and do not repeat. */
  uid: string;
  title: string;
  /** The moment of the deadline, or the first of a shift. */
  at: Date;
  /** The end of what takes time; a deadline has none. */
  until?: Date;
  description: string;
  /** An https address where it is done. */
  url: string;
  /** Minutes before at which calendars warn; none when absent. */
  alarmMinutes?: number;
}

export interface Calendar {
  name: string;
  /** When it was made: DTSTAMP of every entry. */
  madeAt: Date;
  entries: readonly CalendarEntry[];
}

/** The text of the calendar. Ends in CRLF, as every line does (RFC 5545 §3.1). */
export function writeCalendar({ name, madeAt, entries }: Calendar): string {
  const lines = [
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "PRODID:-//Toguna//Deadlines//EN",
    "CALSCALE:GREGORIAN",
    "METHOD:PUBLISH",
    `X-WR-CALNAME:${escapeText(name)}`,
    // Twice a day is often enough for deadlines, and asks little of slow lines (RFC 7986 §5.7).
    "REFRESH-INTERVAL;VALUE=DURATION:PT12H",
    ...entries.flatMap((entry) => writeEntry(entry, madeAt)),
    "END:VCALENDAR",
  ];
  return lines.map((line) => `${fold(line)}\r\n`).join("");
}

function writeEntry({ uid, title, at, until, description, url, alarmMinutes }: CalendarEntry, madeAt: Date): string[] {
  const alarm =
    alarmMinutes === undefined
      ? []
      : [
          "BEGIN:VALARM",
          "ACTION:DISPLAY",
          `DESCRIPTION:${escapeText(title)}`,
          `TRIGGER:-PT${Math.max(0, Math.round(alarmMinutes))}M`,
          "END:VALARM",
        ];
  return [
    "BEGIN:VEVENT",
    `UID:${escapeText(uid)}`,
    `DTSTAMP:${utc(madeAt)}`,
    `DTSTART:${utc(at)}`,
    // A deadline has no length and blocks nobody's time.
    ...(until ? [`DTEND:${utc(until)}`] : ["TRANSP:TRANSPARENT"]),
    `SUMMARY:${escapeText(title)}`,
    `DESCRIPTION:${escapeText(description)}`,
    `URL:${oneLine(url)}`,
    ...alarm,
    "END:VEVENT",
  ];
}

/** RFC 5545 §3.3.5, form 2. */
function utc(at: Date): string {
  return at
    .toISOString()
    .replace(/\.\d{3}/, "")
    .replaceAll(/[-:]/g, "");
}

/** RFC 5545 §3.3.11: backslash, semicolon, comma and line ends; other controls may not stand in a text. */
function escapeText(text: string): string {
  return (
    text
      .toWellFormed()
      .replaceAll(/\r\n|[\r\u2028\u2029]/g, "\n")
      // oxlint-disable-next-line no-control-regex -- the very letters that RFC 5545 §3.1 keeps out of texts
      .replaceAll(/[\u0000-\u0008\u000b-\u001f\u007f]/g, "")
      .replaceAll(/[\\;,]/g, (letter) => `\\${letter}`)
      .replaceAll("\n", "\\n")
  );
}

function oneLine(text: string): string {
  return text.toWellFormed().replaceAll(/\s/g, "");
}

const mostOctets = 75;

/** RFC 5545 §3.1: no line above 75 octets, and no letter cut in two. */
function fold(line: string): string {
  let folded = "";
  let octets = 0;
  for (const letter of line) {
    const size = Buffer.byteLength(letter);
    if (octets + size > mostOctets) {
      folded += "\r\n ";
      octets = 1;
    }
    folded += letter;
    octets += size;
  }
  return folded;
}
