// The console's addresses: the room of a constituent's own people, inside the frame that all rooms share.
import { Route } from "@solidjs/router";
import { type JSX, lazy } from "solid-js";
import { loadRoom } from "../platform/words.ts";
import { NavigationGroups } from "../shell/navigation-items.tsx";
import type { Room } from "../shell/room.ts";
import { RoomRouter } from "../shell/room-router.tsx";
import { groups } from "./navigation.ts";

const HomePage = lazy(async () => ({ default: (await import("./home/home-page.tsx")).HomePage }));
const DutiesPage = lazy(async () => ({ default: (await import("./law/duties-page.tsx")).DutiesPage }));
const CalendarPage = lazy(async () => ({ default: (await import("./law/calendar-page.tsx")).CalendarPage }));
const FilingsPage = lazy(async () => ({ default: (await import("./filings/filings-page.tsx")).FilingsPage }));
const DraftPage = lazy(async () => ({ default: (await import("./filings/draft-page.tsx")).DraftPage }));
const FilingPage = lazy(async () => ({ default: (await import("./filings/filing-page.tsx")).FilingPage }));
const EntryPage = lazy(async () => ({ default: (await import("./entry/entry-page.tsx")).EntryPage }));
const PeoplePage = lazy(async () => ({ default: (await import("./people/people-page.tsx")).PeoplePage }));

/** Network claims bring their own words. */
function claimsPage<Name extends string>(
  load: () => Promise<Record<Name, () => JSX.Element>>,
  name: Name,
): () => JSX.Element {
  return lazy(async () => {
    const [loaded] = await Promise.all([load(), loadRoom("claims")]);
    return { default: loaded[name] };
  });
}
const NetworksPage = claimsPage(async () => await import("./networks/networks-page.tsx"), "NetworksPage");
const OwnClaimPage = claimsPage(async () => await import("./networks/claim-page.tsx"), "OwnClaimPage");
const OwnDisputePage = claimsPage(async () => await import("./networks/dispute-page.tsx"), "OwnDisputePage");
const FromAuthorityPage = lazy(async () => ({
  default: (await import("./authority/from-authority-page.tsx")).FromAuthorityPage,
}));
const OwnMatterPage = lazy(async () => ({ default: (await import("./authority/own-matter-page.tsx")).OwnMatterPage }));
const OwnInspectionPage = lazy(async () => ({
  default: (await import("./authority/own-inspection-page.tsx")).OwnInspectionPage,
}));
const OwnHearingPage = lazy(async () => ({
  default: (await import("./authority/own-hearing-page.tsx")).OwnHearingPage,
}));

const OwnAdvicePage = lazy(async () => {
  const [loaded] = await Promise.all([import("./advice/own-advice-page.tsx"), loadRoom("advice")]);
  return { default: loaded.OwnAdvicePage };
});
const ContributionsPage = lazy(async () => {
  const [loaded] = await Promise.all([
    import("./contributions/contributions-page.tsx"),
    loadRoom("contributions", "committee"),
  ]);
  return { default: loaded.ContributionsPage };
});

/** Self-assessment and people's requests bring their own words. */
function dutyPage<Name extends string>(
  load: () => Promise<Record<Name, () => JSX.Element>>,
  name: Name,
  words: string,
): () => JSX.Element {
  return lazy(async () => {
    const [loaded] = await Promise.all([load(), loadRoom(words)]);
    return { default: loaded[name] };
  });
}
const AssessmentsPage = dutyPage(
  async () => await import("./assessments/assessments-page.tsx"),
  "AssessmentsPage",
  "assessments",
);
const AssessmentPage = dutyPage(
  async () => await import("./assessments/assessment-page.tsx"),
  "AssessmentPage",
  "assessments",
);
const RequestsPage = dutyPage(
  async () => await import("./subject-requests/requests-page.tsx"),
  "RequestsPage",
  "subjects",
);
const RequestPage = dutyPage(
  async () => await import("./subject-requests/request-page.tsx"),
  "RequestPage",
  "subjects",
);

const YearlyPage = lazy(async () => {
  const [loaded] = await Promise.all([
    import("./yearly/yearly-page.tsx"),
    loadRoom("inspections", "decisions", "filings"),
  ]);
  return { default: loaded.YearlyPage };
});

/** The register of processing and what is filed from it bring their own words. */
function processingPage<Name extends string>(
  load: () => Promise<Record<Name, () => JSX.Element>>,
  name: Name,
): () => JSX.Element {
  return lazy(async () => {
    const [loaded] = await Promise.all([
      load(),
      loadRoom("processing", "formalities", "inspections", "decisions", "committee"),
    ]);
    return { default: loaded[name] };
  });
}
const ProcessingPage = processingPage(async () => await import("./processing/processing-page.tsx"), "ProcessingPage");
const NewEntryPage = processingPage(async () => await import("./processing/new-entry-page.tsx"), "NewEntryPage");
const ProcessingEntryPage = processingPage(async () => await import("./processing/entry-page.tsx"), "EntryPage");
const FormalitiesPage = processingPage(
  async () => await import("./formalities/formalities-page.tsx"),
  "FormalitiesPage",
);
const FormalityPage = processingPage(async () => await import("./formalities/formality-page.tsx"), "FormalityPage");

const OwnVulnerabilitiesPage = lazy(async () => {
  const [loaded] = await Promise.all([import("./vulnerabilities/own-page.tsx"), loadRoom("disclosure")]);
  return { default: loaded.OwnVulnerabilitiesPage };
});
const OwnNoticesPage = lazy(async () => {
  const [loaded] = await Promise.all([import("./notices/own-notices-page.tsx"), loadRoom("notify")]);
  return { default: loaded.OwnNoticesPage };
});
const OwnMessagesPage = lazy(async () => {
  const [loaded] = await Promise.all([import("../shell/talking/own-page.tsx"), loadRoom("talking")]);
  return { default: loaded.OwnMessagesPage };
});

const room: Room = {
  name: "console",
  navigation: (props) => <NavigationGroups isOpen={props.isOpen} groups={groups} />,
};

export function Console(): JSX.Element {
  return (
    <RoomRouter room={room}>
      <Route path="/" component={HomePage} />
      <Route path="/messages" component={OwnMessagesPage} />
      <Route path="/notices" component={OwnNoticesPage} />
      <Route path="/advice" component={OwnAdvicePage} />
      <Route path="/vulnerabilities" component={OwnVulnerabilitiesPage} />
      <Route path="/authority" component={FromAuthorityPage} />
      <Route path="/authority/matters/:id" component={OwnMatterPage} />
      <Route path="/authority/inspections/:id" component={OwnInspectionPage} />
      <Route path="/authority/complaints/:id" component={OwnHearingPage} />
      <Route path="/entry" component={EntryPage} />
      <Route path="/people" component={PeoplePage} />
      <Route path="/networks" component={NetworksPage} />
      <Route path="/networks/:id" component={OwnClaimPage} />
      <Route path="/disputes/:id" component={OwnDisputePage} />
      <Route path="/contributions" component={ContributionsPage} />
      <Route path="/yearly" component={YearlyPage} />
      <Route path="/processing" component={ProcessingPage} />
      <Route path="/processing/new" component={NewEntryPage} />
      <Route path="/processing/:id" component={ProcessingEntryPage} />
      <Route path="/formalities" component={FormalitiesPage} />
      <Route path="/formalities/:id" component={FormalityPage} />
      <Route path="/duties" component={DutiesPage} />
      <Route path="/assessments" component={AssessmentsPage} />
      <Route path="/assessments/:packId" component={AssessmentPage} />
      <Route path="/data-requests" component={RequestsPage} />
      <Route path="/data-requests/:id" component={RequestPage} />
      <Route path="/calendar" component={CalendarPage} />
      <Route path="/filings" component={FilingsPage} />
      <Route path="/filings/drafts/:draftId" component={DraftPage} />
      <Route path="/filings/:filingId" component={FilingPage} />
    </RoomRouter>
  );
}
