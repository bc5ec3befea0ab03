// The console's addresses: the room of a constituent's own people, inside the frame that all rooms share.
import { Route } from "@solidjs/router";
import type { JSX } from "solid-js";
import { lazyPage } from "../shell/lazy-page.ts";
import { NavigationGroups } from "../shell/navigation-items.tsx";
import type { Room } from "../shell/room.ts";
import { RoomRouter } from "../shell/room-router.tsx";
import { groups } from "./navigation.ts";

/** The register of processing and what is filed from it speak words of several rooms. */
const ofProcessing = ["processing", "formalities", "inspections", "decisions", "committee"];

const HomePage = lazyPage(async () => await import("./home/home-page.tsx"), "HomePage");
const DutiesPage = lazyPage(async () => await import("./law/duties-page.tsx"), "DutiesPage");
const CalendarPage = lazyPage(async () => await import("./law/calendar-page.tsx"), "CalendarPage");
const FilingsPage = lazyPage(async () => await import("./filings/filings-page.tsx"), "FilingsPage");
const DraftPage = lazyPage(async () => await import("./filings/draft-page.tsx"), "DraftPage");
const FilingPage = lazyPage(async () => await import("./filings/filing-page.tsx"), "FilingPage");
const EntryPage = lazyPage(async () => await import("./entry/entry-page.tsx"), "EntryPage");
const PeoplePage = lazyPage(async () => await import("./people/people-page.tsx"), "PeoplePage");

const NetworksPage = lazyPage(async () => await import("./networks/networks-page.tsx"), "NetworksPage", "claims");
const OwnClaimPage = lazyPage(async () => await import("./networks/claim-page.tsx"), "OwnClaimPage", "claims");
const OwnDisputePage = lazyPage(async () => await import("./networks/dispute-page.tsx"), "OwnDisputePage", "claims");
const FromAuthorityPage = lazyPage(
  async () => await import("./authority/from-authority-page.tsx"),
  "FromAuthorityPage",
);
const OwnMatterPage = lazyPage(async () => await import("./authority/own-matter-page.tsx"), "OwnMatterPage");
const OwnInspectionPage = lazyPage(
  async () => await import("./authority/own-inspection-page.tsx"),
  "OwnInspectionPage",
);
const OwnHearingPage = lazyPage(async () => await import("./authority/own-hearing-page.tsx"), "OwnHearingPage");

const OwnAdvicePage = lazyPage(async () => await import("./advice/own-advice-page.tsx"), "OwnAdvicePage", "advice");
const ContributionsPage = lazyPage(
  async () => await import("./contributions/contributions-page.tsx"),
  "ContributionsPage",
  "contributions",
  "committee",
);

const AssessmentsPage = lazyPage(
  async () => await import("./assessments/assessments-page.tsx"),
  "AssessmentsPage",
  "assessments",
);
const AssessmentPage = lazyPage(
  async () => await import("./assessments/assessment-page.tsx"),
  "AssessmentPage",
  "assessments",
);
const RequestsPage = lazyPage(
  async () => await import("./subject-requests/requests-page.tsx"),
  "RequestsPage",
  "subjects",
);
const RequestPage = lazyPage(
  async () => await import("./subject-requests/request-page.tsx"),
  "RequestPage",
  "subjects",
);

const YearlyPage = lazyPage(
  async () => await import("./yearly/yearly-page.tsx"),
  "YearlyPage",
  "inspections",
  "decisions",
  "filings",
);

const ProcessingPage = lazyPage(
  async () => await import("./processing/processing-page.tsx"),
  "ProcessingPage",
  ...ofProcessing,
);
const NewEntryPage = lazyPage(
  async () => await import("./processing/new-entry-page.tsx"),
  "NewEntryPage",
  ...ofProcessing,
);
const ProcessingEntryPage = lazyPage(
  async () => await import("./processing/entry-page.tsx"),
  "EntryPage",
  ...ofProcessing,
);
const FormalitiesPage = lazyPage(
  async () => await import("./formalities/formalities-page.tsx"),
  "FormalitiesPage",
  ...ofProcessing,
);
const FormalityPage = lazyPage(
  async () => await import("./formalities/formality-page.tsx"),
  "FormalityPage",
  ...ofProcessing,
);

const OwnVulnerabilitiesPage = lazyPage(
  async () => await import("./vulnerabilities/own-page.tsx"),
  "OwnVulnerabilitiesPage",
  "disclosure",
);
const OwnNoticesPage = lazyPage(async () => await import("./notices/own-notices-page.tsx"), "OwnNoticesPage", "notify");
const OwnMessagesPage = lazyPage(
  async () => await import("../shell/talking/own-page.tsx"),
  "OwnMessagesPage",
  "talking",
);

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
