// What somebody types from a paper registration, and the request that it becomes: empty rows and fields are left out. Pure but for its signals.
import { createStore } from "solid-js/store";
import { EnterPaper } from "../../../backend/registry/enrolment/model.ts";
import type { Sector } from "../../../backend/registry/sectors/model.ts";
import { ApiProblem } from "../../platform/api.ts";
import { currentLanguage, hasWords, useWords, type WordsLanguage } from "../../platform/words.ts";

export interface TypedContact {
  name: string;
  role: string;
  email: string;
  phone: string;
  hours: string;
}
export interface TypedSize {
  kind: string;
  amount: string;
  currency: string;
  asOf: string;
}
export interface TypedService {
  name: string;
  url: string;
  kind: string;
  audience: string;
}

export interface TypedPaper {
  organisation: string;
  otherNames: string;
  sector: Sector;
  isic: string;
  classes: string[];
  areaId: string;
  languages: WordsLanguage[];
  paperReference: string;
  receivedOn: string;
  signedBy: string;
  contacts: TypedContact[];
  sizes: TypedSize[];
  services: TypedService[];
  keeperName: string;
  keeperEmail: string;
}

export const emptyContact = (role: string): TypedContact => ({ name: "", role, email: "", phone: "", hours: "" });
export const emptySize = (): TypedSize => ({ kind: "staff", amount: "", currency: "XOF", asOf: "" });
export const emptyService = (): TypedService => ({ name: "", url: "", kind: "egovernment", audience: "everybody" });

export function createPaper() {
  return createStore<TypedPaper>({
    organisation: "",
    otherNames: "",
    sector: "other",
    isic: "",
    classes: [],
    areaId: "",
    languages: [currentLanguage()],
    paperReference: "",
    receivedOn: "",
    signedBy: "",
    contacts: [emptyContact("management")],
    sizes: [],
    services: [],
    keeperName: "",
    keeperEmail: "",
  });
}

/** Fields with something in them, without the spaces around it. */
function filled(fields: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([name, text]) => (text.trim() === "" ? [] : [[name, text.trim()]])),
  );
}

/** The body as it is sent; `constituentId` where the organisation is in the register already. */
export function bodyOf(typed: TypedPaper, constituentId: string | undefined): Record<string, unknown> {
  const { languages } = typed;
  const entry = {
    ...filled({ name: typed.organisation, isic: typed.isic, areaId: typed.areaId }),
    otherNames: typed.otherNames
      .split(",")
      .map((one) => one.trim())
      .filter((one) => one !== ""),
    sector: typed.sector,
    classes: [...typed.classes],
    languages: [...languages],
  };
  const contacts = typed.contacts
    .map((contact) => ({ ...filled({ ...contact }), languages: [...languages] }))
    // A row with nothing but its role was never filled in; the first one is asked for.
    .filter((contact, at) => at === 0 || Object.keys(contact).length > 2);
  const keeper = typed.keeperEmail.trim();
  return {
    ...(constituentId === undefined ? { entry } : { constituentId }),
    ...filled({ paperReference: typed.paperReference, signedBy: typed.signedBy, receivedOn: typed.receivedOn }),
    contact: contacts[0],
    otherContacts: contacts.slice(1),
    sizes: typed.sizes
      .filter(({ amount }) => amount.trim() !== "")
      .map(({ kind, amount, currency, asOf }) => ({
        kind,
        amount: Number(amount.replaceAll(/[\s\u00a0\u202f]/g, "").replace(",", ".")),
        asOf,
        ...(kind === "turnover" ? { currency: currency.trim().toUpperCase() } : {}),
      })),
    services: typed.services
      .filter(({ name, url }) => name.trim() !== "" || url.trim() !== "")
      .map((service) => filled({ ...service })),
    ...(keeper || typed.keeperName.trim()
      ? { administrator: { name: typed.keeperName.trim() || keeper, email: keeper, language: currentLanguage() } }
      : {}),
  };
}

/** Paths of what cannot be taken, as the server names them: "entry.isic", "otherContacts.0.email". Judged here first, so that nothing is sent in vain. */
export function wrongIn(body: Record<string, unknown>): string[] {
  const parsed = EnterPaper.safeParse(body);
  return parsed.success ? [] : [...new Set(parsed.error.issues.map(({ path }) => path.join(".")))];
}

export function wrongOf(error: unknown): string[] {
  return error instanceof ApiProblem ? [...new Set(error.fields.map(({ path }) => path))] : [];
}

/** What the field should be, in words. */
export function sayExpected(path: string): string {
  const t = useWords();
  const name = path.split(".").at(-1) ?? "";
  const key = [`console.paper.expected.${name}`, `register.expected.${name}`, `desk.directory.expected.${name}`].find(
    (one) => hasWords(one),
  );
  return t(key ?? "console.paper.wrong");
}
