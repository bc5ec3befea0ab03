// The questions of the paged flows with the wrong answers that people give to them: one table for every language, with script and without.
import { pick, write } from "./portal-walk.ts";
import { type Fault, holds, isChosen, type Step } from "./portal-faults.ts";

const none = (field: string): Fault => ({ field, sentence: `portal.e.${field}` });
const long = (field: string, max: number): Fault => ({
  do: write({ [field]: "x".repeat(max + 1) }),
  field,
  sentence: "portal.error.tooLong",
  values: { max, have: max + 1 },
  stays: { [field]: "x".repeat(max + 1) },
});
const malformed = (
  field: string,
  kind: "email" | "phone",
  typed: string,
  others: Record<string, string> = {},
): Fault => ({
  do: write({ ...others, [field]: typed }),
  field,
  sentence: `portal.error.${kind}`,
  stays: { ...others, [field]: typed },
});
/** As an old browser, which shows a plain box for a date, lets it through. */
const asText =
  (field: string, typed: string): NonNullable<Fault["do"]> =>
  async (page) => {
    await page.locator(`#f-${field}`).evaluate((input) => input.setAttribute("type", "text"));
    await page.fill(`#f-${field}`, typed);
  };
const tomorrow = (): string => new Date(Date.now() + 3 * 86_400_000).toISOString().slice(0, 10);

export const citizenSteps: Step[] = [
  { id: "first", faults: [none("who")], answer: pick("other"), kept: isChosen("other") },
  { id: "consent", faults: [none("consent")], answer: pick("agreed"), kept: isChosen("agreed") },
  { id: "what", faults: [none("what")], answer: pick("money"), kept: isChosen("money") },
  { id: "advice" },
  { id: "paid", answer: pick("mobile_money"), kept: isChosen("mobile_money") },
  { id: "started", faults: [none("started")], answer: pick("week"), kept: isChosen("week") },
  { id: "ongoing", answer: pick("no"), kept: isChosen("no") },
  {
    id: "story",
    faults: [long("story", 2000)],
    answer: write({ story: "Ө, ү, ç : 50 000 F\nmaintenant" }),
    kept: holds("story", "Ө, ү, ç : 50 000 F\nmaintenant"),
  },
  {
    id: "files",
    faults: [long("numbers", 2000)],
    answer: write({ numbers: "+999 70 11 22 33" }),
    kept: holds("numbers", "+999 70 11 22 33"),
  },
  { id: "reply", faults: [none("reply")], answer: pick("mail"), kept: isChosen("mail") },
  {
    id: "byMail",
    faults: [none("email"), malformed("email", "email", "awa.exemple.org", { name: "Awa Traoré" })],
    answer: write({ email: "awa@exemple.org" }),
    kept: holds("name", "Awa Traoré"),
  },
  { id: "safe", answer: pick("other"), kept: isChosen("other") },
  {
    id: "safeChannel",
    faults: [none("safeChannel")],
    answer: write({ safeChannel: "+999 70 99 99 99" }),
    kept: holds("safeChannel", "+999 70 99 99 99"),
  },
  { id: "tell", answer: pick("bank"), kept: isChosen("bank") },
  { id: "area" },
];

/** The way of who is reached by telephone. */
export const byPhoneFaults: Fault[] = [none("phone"), malformed("phone", "phone", "appelez-moi", { name: "Awa" })];

export const organisationSteps: Step[] = [
  {
    id: "first",
    faults: [
      none("organisation"),
      { ...none("role"), do: write({ organisation: "Mairie" }), stays: { organisation: "Mairie" } },
    ],
    answer: write({ role: "Greffière" }),
    kept: holds("organisation", "Mairie"),
  },
  { id: "seen", faults: [none("seen")], answer: pick("data"), kept: isChosen("data") },
  { id: "advice" },
  {
    id: "noticed",
    faults: [
      none("noticedDate"),
      { do: asText("noticedDate", "32/13/2026"), field: "noticedDate", sentence: "portal.error.date" },
      { do: asText("noticedDate", tomorrow()), field: "noticedDate", sentence: "portal.error.future" },
      { do: asText("noticedTime", "25:71"), field: "noticedTime", sentence: "portal.error.time" },
    ],
    answer: write({ noticedDate: "2026-11-02", noticedTime: "14:07" }),
    kept: holds("noticedTime", "14:07"),
  },
  { id: "goingOn", faults: [none("goingOn")], answer: pick("no"), kept: isChosen("no") },
  { id: "touched", answer: pick("customers"), kept: isChosen("customers") },
  { id: "personal", answer: pick("yes"), kept: isChosen("yes") },
  {
    id: "breach",
    faults: [long("breachPeople", 300)],
    answer: write({ breachPeople: "env. 200" }),
    kept: holds("breachPeople", "env. 200"),
  },
  { id: "deliberate", answer: pick("unknown"), kept: isChosen("unknown") },
  {
    id: "done",
    faults: [long("details", 5000)],
    answer: write({ details: "Isolé." }),
    kept: holds("details", "Isolé."),
  },
  {
    id: "reach",
    faults: [
      malformed("contactMail", "email", "a@", { contactName: "A. Keïta" }),
      {
        ...malformed("contactPhone", "phone", "demain"),
        do: write({ contactMail: "a@b.example", contactPhone: "demain" }),
      },
    ],
    answer: write({ contactPhone: "+999 70 00 00 01" }),
    kept: holds("contactName", "A. Keïta"),
  },
  { id: "need", faults: [none("need")], answer: pick("advice"), kept: isChosen("advice") },
  { id: "proofs", answer: write({ numbers: "192.0.2.7" }), kept: holds("numbers", "192.0.2.7") },
  { id: "told", answer: pick("police"), kept: isChosen("police") },
  { id: "sharing", answer: pick("sector"), kept: isChosen("sector") },
];

export const vulnerabilitySteps: Step[] = [
  {
    id: "first",
    faults: [none("product"), long("product", 300)],
    answer: write({ product: "portail 3.2" }),
    kept: holds("product", "portail 3.2"),
  },
  {
    id: "flaw",
    faults: [none("flaw")],
    answer: write({ flaw: "1. /admin\n2. ouvert" }),
    kept: holds("flaw", "1. /admin\n2. ouvert"),
  },
  { id: "effect" },
  { id: "exploited", faults: [none("exploited")], answer: pick("unknown"), kept: isChosen("unknown") },
  {
    id: "informed",
    faults: [long("informed", 2000)],
    answer: write({ informed: "Personne" }),
    kept: holds("informed", "Personne"),
  },
  {
    id: "publication",
    faults: [{ do: asText("publication", "bientôt"), field: "publication", sentence: "portal.error.date" }],
    answer: write({ publication: "2027-02-01" }),
    kept: holds("publication", "2027-02-01"),
  },
  { id: "credit", answer: pick("none"), kept: isChosen("none") },
  {
    id: "finder",
    faults: [malformed("contactMail", "email", "griot", { key: "une clé" })],
    answer: write({ contactMail: "griot@exemple.org" }),
    kept: holds("key", "une clé"),
  },
];
