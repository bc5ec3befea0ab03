// The office's addresses: the room of authorities and of the committee, inside the frame that all rooms share.
import { Route } from "@solidjs/router";
import { type JSX, lazy } from "solid-js";
import type { Act } from "../../backend/identity/model.ts";
import { ApiProblem } from "../platform/api.ts";
import { loadRoom } from "../platform/words.ts";
import { NavigationGroups } from "../shell/navigation-items.tsx";
import type { Room } from "../shell/room.ts";
import { RoomRouter } from "../shell/room-router.tsx";
import { can } from "../shell/session.ts";
import { groups } from "./navigation.ts";

const HomePage = lazy(async () => ({ default: (await import("./home/home-page.tsx")).HomePage }));

const AccreditationsPage = lazy(async () => {
  const [loaded] = await Promise.all([import("../shell/accreditations/accreditations-page.tsx"), loadRoom("register")]);
  return { default: loaded.AccreditationsPage };
});
const AccreditationPage = lazy(async () => {
  const [loaded] = await Promise.all([import("../shell/accreditations/accreditation-page.tsx"), loadRoom("register")]);
  return { default: loaded.AccreditationPage };
});

/** The committee's pages bring their own words. */
function committeePage<Name extends string>(
  load: () => Promise<Record<Name, () => JSX.Element>>,
  name: Name,
): () => JSX.Element {
  return lazy(async () => {
    const [loaded] = await Promise.all([load(), loadRoom("committee")]);
    return { default: loaded[name] };
  });
}
const ReviewPage = committeePage(async () => await import("./committee/review-page.tsx"), "ReviewPage");
const RequestsPage = committeePage(async () => await import("./committee/requests-page.tsx"), "RequestsPage");
const AwarenessPage = committeePage(async () => await import("./committee/awareness-page.tsx"), "AwarenessPage");
const SurveysPage = committeePage(async () => await import("./committee/surveys-page.tsx"), "SurveysPage");
const FiguresPage = committeePage(async () => await import("./committee/figures-page.tsx"), "FiguresPage");
const FilingsPage = lazy(async () => ({ default: (await import("./work/filings-page.tsx")).FilingsPage }));
const FilingPage = lazy(async () => ({ default: (await import("./work/filing-page.tsx")).FilingPage }));
const EntitiesPage = lazy(async () => ({ default: (await import("./work/entities-page.tsx")).EntitiesPage }));
const InspectionsPage = lazy(async () => ({ default: (await import("./work/inspections-page.tsx")).InspectionsPage }));
const InspectionPage = lazy(async () => ({ default: (await import("./work/inspection-page.tsx")).InspectionPage }));
const MattersPage = lazy(async () => ({ default: (await import("./work/matters-page.tsx")).MattersPage }));
const MatterPage = lazy(async () => ({ default: (await import("./work/matter-page.tsx")).MatterPage }));
const SessionsPage = lazy(async () => ({ default: (await import("./work/sessions-page.tsx")).SessionsPage }));
const SessionPage = lazy(async () => ({ default: (await import("./work/session-page.tsx")).SessionPage }));
const ComplaintsPage = lazy(async () => ({ default: (await import("./work/complaints-page.tsx")).ComplaintsPage }));
const ComplaintPage = lazy(async () => ({ default: (await import("./work/complaint-page.tsx")).ComplaintPage }));
const AuthorityPage = lazy(async () => ({ default: (await import("./work/authority-page.tsx")).AuthorityPage }));

/** Pages of regional focal points, with the words that their reports and forms use. */
function focalPage<Name extends string>(
  load: () => Promise<Record<Name, () => JSX.Element>>,
  name: Name,
  act: Act = "focal.read",
): () => JSX.Element {
  return lazy(async () => {
    const [loaded] = await Promise.all([load(), loadRoom("areas", "portal")]);
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

const SituationsPage = lazy(async () => {
  const [loaded] = await Promise.all([import("./situations/situations-page.tsx"), loadRoom("crisis")]);
  return { default: loaded.SituationsPage };
});

const FundPage = lazy(async () => {
  const [loaded] = await Promise.all([import("./fund/fund-page.tsx"), loadRoom("contributions", "committee")]);
  return { default: loaded.FundPage };
});

/** The authority's year, with the words of the law and of the list that it stands beside. */
function yearPage<Name extends string>(
  load: () => Promise<Record<Name, () => JSX.Element>>,
  name: Name,
): () => JSX.Element {
  return lazy(async () => {
    const [loaded] = await Promise.all([
      load(),
      loadRoom("inspections", "decisions", "committee", "register", "duties"),
    ]);
    return { default: loaded[name] };
  });
}
const ReportPage = yearPage(async () => await import("./yearly/report-page.tsx"), "ReportPage");
const RecordsPage = yearPage(async () => await import("./yearly/records-page.tsx"), "RecordsPage");
const RecordPage = yearPage(async () => await import("./yearly/record-page.tsx"), "RecordPage");
const EntityPage = yearPage(async () => await import("./entities/entity-page.tsx"), "EntityPage");

const WhatIfPage = lazy(async () => {
  const [loaded] = await Promise.all([import("../shell/what-if/what-if-page.tsx"), loadRoom("whatif")]);
  return { default: loaded.WhatIfPage };
});

/** Formalities that were filed with the authority bring their own words. */
function formalityPage<Name extends string>(
  load: () => Promise<Record<Name, () => JSX.Element>>,
  name: Name,
): () => JSX.Element {
  return lazy(async () => {
    const [loaded] = await Promise.all([
      load(),
      loadRoom("formalities", "processing", "inspections", "decisions", "committee"),
    ]);
    return { default: loaded[name] };
  });
}
const FormalitiesPage = formalityPage(async () => await import("./formalities/inbox-page.tsx"), "InboxPage");
const FormalityPage = formalityPage(async () => await import("./formalities/formality-page.tsx"), "FormalityPage");

const OfficeChartsPage = lazy(async () => {
  const [loaded] = await Promise.all([import("./charts/charts-page.tsx"), loadRoom("charts")]);
  return { default: loaded.OfficeChartsPage };
});
const OwnMessagesPage = lazy(async () => {
  const [loaded] = await Promise.all([import("../shell/talking/own-page.tsx"), loadRoom("talking")]);
  return { default: loaded.OwnMessagesPage };
});

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
