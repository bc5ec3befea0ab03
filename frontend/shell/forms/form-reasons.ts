// Each form of the console and of the office that asks somebody something: who is shown its answers. Why it asks stands in the words.

/** By form: the words of who sees it (`asks.who.…`); the reason is `asks.why.` and the form. */
export const formAudiences = {
  network: "rival",
  vulnerability: "vendor",
  levy: "fund",
  processing: "own",
  formality: "authority",
  filing: "each",
  claim_filing: "authority",
  delivery: "authority",
  assessment: "own",
  to_authority: "authority",
  advice: "team",
  subject: "own_data",
  entry: "team",
  duties: "own",
  notice: "team",
  record: "authority",
  in_name: "authority",
  colleague: "administrators",
  complaint_paper: "office",
  on_paper: "office",
  proceeding: "office",
  profile: "office",
  fund: "fund",
  review: "committee",
  focal: "area",
} as const;
export type AskedForm = keyof typeof formAudiences;
