// The office's addresses: the room of authorities and of the committee, inside the frame that all rooms share.
import { Route } from "@solidjs/router";
import { type JSX, lazy } from "solid-js";
import type { Act } from "../../backend/identity/model.ts";
import { ApiProblem } from "../platform/api.ts";
import { bring } from "../platform/bring.ts";
import { loadRoom } from "../platform/words.ts";
import { lazyPage } from "../shell/lazy-page.ts";
import { NavigationGroups } from "../shell/navigation-items.tsx";
import type { Room } from "../shell/room.ts";
import { RoomRouter } from "../shell/room-router.tsx";
import { can } from "../shell/session.ts";
import { groups } from "./navigation.ts";

/** The authority's year speaks the words of the law and of the list that it stands beside; formalities those of the register of processing. */
const ofYears = ["inspections", "decisions", "committee", "register", "duties"];
const ofFormalities = ["formalities", "processing", "inspections", "decisions", "committee"];

const HomePage = lazyPage(async () => await import("./home/home-page.tsx"), "HomePage");

const AccreditationsPage = lazyPage(
  async () => await import("../shell/accreditations/accreditations-page.tsx"),
  "AccreditationsPage",
  "register",
);
const AccreditationPage = lazyPage(
  async () => await import("../shell/accreditations/accreditation-page.tsx"),
  "AccreditationPage",
  "register",
);

const ReviewPage = lazyPage(async () => await import("./committee/review-page.tsx"), "ReviewPage", "committee");
const RequestsPage = lazyPage(async () => await import("./committee/requests-page.tsx"), "RequestsPage", "committee");
const AwarenessPage = lazyPage(
  async () => await import("./committee/awareness-page.tsx"),
  "AwarenessPage",
  "committee",
);
const SurveysPage = lazyPage(async () => await import("./committee/surveys-page.tsx"), "SurveysPage", "committee");
const FiguresPage = lazyPage(async () => await import("./committee/figures-page.tsx"), "FiguresPage", "committee");
const FilingsPage = lazyPage(async () => await import("./work/filings-page.tsx"), "FilingsPage");
const FilingPage = lazyPage(async () => await import("./work/filing-page.tsx"), "FilingPage");
const EntitiesPage = lazyPage(async () => await import("./work/entities-page.tsx"), "EntitiesPage");
const InspectionsPage = lazyPage(async () => await import("./work/inspections-page.tsx"), "InspectionsPage");
const InspectionPage = lazyPage(async () => await import("./work/inspection-page.tsx"), "InspectionPage");
const MattersPage = lazyPage(async () => await import("./work/matters-page.tsx"), "MattersPage");
const MatterPage = lazyPage(async () => await import("./work/matter-page.tsx"), "MatterPage");
const SessionsPage = lazyPage(async () => await import("./work/sessions-page.tsx"), "SessionsPage");
const SessionPage = lazyPage(async () => await import("./work/session-page.tsx"), "SessionPage");
const ComplaintsPage = lazyPage(async () => await import("./work/complaints-page.tsx"), "ComplaintsPage");
const ComplaintPage = lazyPage(async () => await import("./work/complaint-page.tsx"), "ComplaintPage");
const AuthorityPage = lazyPage(async () => await import("./work/authority-page.tsx"), "AuthorityPage");

/** Pages of regional focal points, with the words that their reports and forms use. */
function focalPage<Name extends string>(
  load: () => Promise<Record<Name, () => JSX.Element>>,
  name: Name,
  act: Act = "focal.read",
): () => JSX.Element {
  return lazy(async () => {
    const [loaded] = await Promise.all([bring(load), loadRoom("areas", "portal")]);
    const Page = loaded[name];
    return {
      default: () => {
        // Whoever has no areas is told so by the page, not by an empty list with a notice.
        if (!can(act)) throw new ApiProblem(403, { code: "forbidden" });
        return <Page />;
      },
    };
  });
}
const AreaQueuePage = focalPage(async () => await import("./focal/queue-page.tsx"), "QueuePage");
const AreaReportPage = focalPage(async () => await import("./focal/report-page.tsx"), "ReportPage");
const AssistedPage = focalPage(async () => await import("./focal/assisted-page.tsx"), "AssistedPage");
const AreaMapPage = focalPage(async () => await import("./focal/map-page.tsx"), "MapPage");
const AreaConstituentsPage = focalPage(async () => await import("./focal/constituents-page.tsx"), "ConstituentsPage");
const LessonsPage = focalPage(
  async () => await import("../shell/areas/lessons-page.tsx"),
  "LessonsPage",
  "lesson.read",
);

const SituationsPage = lazyPage(
  async () => await import("./situations/situations-page.tsx"),
  "SituationsPage",
  "crisis",
);

const FundPage = lazyPage(async () => await import("./fund/fund-page.tsx"), "FundPage", "contributions", "committee");

const ReportPage = lazyPage(async () => await import("./yearly/report-page.tsx"), "ReportPage", ...ofYears);
const RecordsPage = lazyPage(async () => await import("./yearly/records-page.tsx"), "RecordsPage", ...ofYears);
const RecordPage = lazyPage(async () => await import("./yearly/record-page.tsx"), "RecordPage", ...ofYears);
const EntityPage = lazyPage(async () => await import("./entities/entity-page.tsx"), "EntityPage", ...ofYears);

const WhatIfPage = lazyPage(async () => await import("../shell/what-if/what-if-page.tsx"), "WhatIfPage", "whatif");

const FormalitiesPage = lazyPage(
  async () => await import("./formalities/inbox-page.tsx"),
  "InboxPage",
  ...ofFormalities,
);
const FormalityPage = lazyPage(
  async () => await import("./formalities/formality-page.tsx"),
  "FormalityPage",
  ...ofFormalities,
);

const OfficeChartsPage = lazyPage(async () => await import("./charts/charts-page.tsx"), "OfficeChartsPage", "charts");
const OwnMessagesPage = lazyPage(
  async () => await import("../shell/talking/own-page.tsx"),
  "OwnMessagesPage",
  "talking",
);

const room: Room = {
  name: "office",
  navigation: (props) => <NavigationGroups isOpen={props.isOpen} groups={groups} />,
};

export function Office(): JSX.Element {
  return (
    <RoomRouter room={room}>
      <Route path="/" component={HomePage} />
      <Route path="/messages" component={OwnMessagesPage} />
      <Route path="/situations" component={SituationsPage} />
      <Route path="/charts" component={OfficeChartsPage} />
      <Route path="/filings" component={FilingsPage} />
      <Route path="/filings/:id" component={FilingPage} />
      <Route path="/formalities" component={FormalitiesPage} />
      <Route path="/formalities/:id" component={FormalityPage} />
      <Route path="/entities" component={EntitiesPage} />
      <Route path="/entities/:id" component={EntityPage} />
      <Route path="/report" component={ReportPage} />
      <Route path="/yearly" component={RecordsPage} />
      <Route path="/yearly/:id" component={RecordPage} />
      <Route path="/inspections" component={InspectionsPage} />
      <Route path="/inspections/:id" component={InspectionPage} />
      <Route path="/matters" component={MattersPage} />
      <Route path="/matters/:id" component={MatterPage} />
      <Route path="/sessions" component={SessionsPage} />
      <Route path="/sessions/:id" component={SessionPage} />
      <Route path="/complaints" component={ComplaintsPage} />
      <Route path="/complaints/:id" component={ComplaintPage} />
      <Route path="/authority" component={AuthorityPage} />
      <Route path="/review" component={ReviewPage} />
      <Route path="/requests" component={RequestsPage} />
      <Route path="/awareness" component={AwarenessPage} />
      <Route path="/surveys" component={SurveysPage} />
      <Route path="/figures" component={FiguresPage} />
      <Route path="/fund" component={FundPage} />
      <Route path="/what-if" component={WhatIfPage} />
      <Route path="/area/reports" component={AreaQueuePage} />
      <Route path="/area/reports/new" component={AssistedPage} />
      <Route path="/area/map" component={AreaMapPage} />
      <Route path="/area/constituents" component={AreaConstituentsPage} />
      <Route path="/area/reports/:id" component={AreaReportPage} />
      <Route path="/lessons" component={LessonsPage} />
      <Route path="/accreditations" component={AccreditationsPage} />
      <Route path="/accreditations/:id" component={AccreditationPage} />
    </RoomRouter>
  );
}
