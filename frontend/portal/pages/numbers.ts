// Telephone numbers of the country file: the danger box that stands on every page, and whom to call for what happened.
import { type Html, html } from "../../parts/page/html.ts";
import { nameIn, type View } from "../view.ts";

export interface CallLine {
  name: string;
  number: string | null;
  hours?: string | undefined;
  isVerified: boolean;
}

type KnownLine = CallLine & { number: string };

/** Lines that can be called; the same number once. */
export function knownLines(lines: readonly CallLine[]): KnownLine[] {
  const known = lines.filter((line): line is KnownLine => line.number !== null);
  return known.filter(
    (line, at) => known.findIndex(({ number, name }) => number === line.number && name === line.name) === at,
  );
}

/** Emergency numbers; those for stolen money and the CERT stand elsewhere, since they are not for danger. */
export function emergencyLines(view: View, kinds?: readonly string[]): CallLine[] {
  const wanted = view.country.emergency.filter(({ kind }) =>
    kinds ? kinds.includes(kind) : kind !== "fraud" && kind !== "cert",
  );
  return wanted.map(({ names, number, hours, isVerified }) => ({
    name: nameIn(names, view.language),
    number,
    hours: hours ? nameIn(hours, view.language) : undefined,
    isVerified,
  }));
}

/** Whom to call for stolen money: the shared line where there is one, then each operator and bank. */
export function fraudLines(view: View): CallLine[] {
  const shared = emergencyLines(view, ["fraud"]).filter(({ number }) => number !== null);
  const desks = view.country.fraudDesks.map(({ names, number, isVerified }) => ({
    name: nameIn(names, view.language),
    number,
    isVerified,
  }));
  return [...shared, ...desks];
}

export function certLine(view: View): CallLine {
  const { cert } = view.country;
  return {
    name: cert.name,
    number: cert.phone,
    hours: cert.hours ? nameIn(cert.hours, view.language) : undefined,
    isVerified: true,
  };
}

/** One number as a link that dials, with what is not sure about it. */
export function drawNumber(view: View, line: KnownLine): Html {
  return html`${line.name} <a class="tel" href="tel:${line.number.replaceAll(/[^+\d*#]/g, "")}">${line.number}</a>${
    line.hours ? html` <span class="aside">${line.hours}</span>` : ""
  }${line.isVerified ? "" : html` <span class="aside">${view.say("portal.unverified")}</span>`}`;
}

/** Numbers to call, one a line; those whose number nobody has confirmed are named in one sentence instead of a list of blanks. */
export function drawNumbers(view: View, lines: readonly CallLine[]): Html {
  const known = knownLines(lines);
  const unknown = lines.filter(({ number }) => number === null).map(({ name }) => name);
  return html`${known.length > 0 ? html`<ul class="numbers">${known.map((line) => html`<li>${drawNumber(view, line)}</li>`)}</ul>` : ""}${
    unknown.length > 0
      ? html`<p class="aside">${view.say("portal.numbers.unknown", { names: new Intl.ListFormat(view.language).format(unknown) })}</p>`
      : ""
  }`;
}

/** On every page: who to call in danger. At most two numbers; the others are one tap away, always in the same place. */
export function dangerBox(view: View): Html {
  const known = knownLines(emergencyLines(view));
  return html`<p class="box danger"><b>${view.say("portal.danger")}</b> ${known.slice(0, 2).map((line) => html`${drawNumber(view, line)} · `)}${
    known.length === 0 ? html`${view.say("portal.danger.noNumber")} ` : ""
  }<a href="/help">${view.say("portal.danger.more")}</a></p>`;
}
