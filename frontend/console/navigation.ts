// Where a constituent's people can go. A page is added here and as a lazy route in console.tsx.
import type { NavigationGroup } from "../shell/navigation-items.tsx";

export const groups: readonly NavigationGroup[] = [
  {
    entries: [
      { href: "/", words: "console.nav.home" },
      { href: "/messages", words: "console.nav.messages", act: "shared.read" },
      { href: "/notices", words: "console.nav.notices", act: "entry.read" },
      { href: "/advice", words: "console.nav.advice", act: "advice.own" },
      { href: "/vulnerabilities", words: "console.nav.vulnerabilities", act: "entry.read" },
    ],
  },
  {
    words: "duties.nav.law",
    entries: [
      { href: "/filings", words: "duties.nav.filings", act: "filing.read" },
      { href: "/calendar", words: "duties.nav.calendar", act: "duty.read" },
      { href: "/duties", words: "duties.nav.duties", act: "duty.read" },
      { href: "/assessments", words: "duties.nav.assessments", act: "duty.read" },
      { href: "/data-requests", words: "duties.nav.data_requests", act: "subject.read" },
      { href: "/yearly", words: "yearly.nav.records", act: "duty.read" },
      { href: "/processing", words: "console.nav.processing", act: "processing.read" },
      { href: "/formalities", words: "console.nav.formalities", act: "processing.read" },
      { href: "/contributions", words: "console.nav.contributions", act: "contribution.read" },
      { href: "/authority", words: "console.nav.from_authority", act: "shared.read" },
    ],
  },
  {
    words: "console.nav.register",
    entries: [
      { href: "/entry", words: "console.nav.entry", act: "entry.read" },
      { href: "/networks", words: "console.nav.networks", act: "claim.read_own" },
      { href: "/people", words: "console.nav.people", act: "entry.read" },
    ],
  },
  { words: "console.nav.account", entries: [{ href: "/me", words: "console.nav.me" }] },
];
