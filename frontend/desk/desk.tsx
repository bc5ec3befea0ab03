// The desk's addresses, inside the frame that all rooms share.
import { Route } from "@solidjs/router";
import type { JSX } from "solid-js";
import { RoomRouter } from "../shell/room-router.tsx";
import { room } from "./shell/room.tsx";
import { Home } from "./shell/home.tsx";
import {
  QueueRoom,
  SearchPage,
  CasesRoom,
  DirectoryRoom,
  ServicesPage,
  FunctionsPage,
  PersonsPage,
  AccreditationsPage,
  AccreditationPage,
  PlaybooksPage,
  PlaybookPage,
  DeskChartsPage,
  SpokenPage,
  StatisticsPage,
  ReleasePage,
  HandoverPage,
  EarlierPage,
  ExercisesPage,
  FlowTimesPage,
  ExercisePage,
  ArtefactsPage,
  ArtefactPage,
  OldWorkPage,
  OldImportPage,
  ServiceLevelsPage,
  RotaPage,
  AdvicePage,
  QuestionPage,
  MyWorkPage,
  ShapePage,
  MailsPage,
  LogPage,
  AccessPage,
  HealthPage,
  CustodyPage,
  FilingsPage,
  PartsPage,
  HuntsPage,
  HuntPage,
  OfficesPage,
  EnrolmentPage,
  PeoplePage,
  ApiKeysPage,
  WhatIfPage,
  OwnProcessingPage,
  BodiesPage,
  DisclosuresPage,
  DisclosurePage,
  CvesPage,
  PolicyPage,
  CrisesPage,
  CrisisPage,
  LinesPage,
  BooksPage,
  PaperPage,
  NotificationsPage,
  FindingsListPage,
  NewRunPage,
  RunPage,
  AdvisoriesPage,
  NewAdvisoryPage,
  AdvisoryPage,
  TakedownsPage,
  TakedownPage,
  ImportsPage,
  QualityPage,
  RegisterImportPage,
  ClaimsPage,
  DeskClaimPage,
  DeskDisputePage,
  HoldersPage,
  DelegatedPage,
  AreasPage,
  LessonsPage,
  PartnersPage,
  TalkingPage,
  ConversationPage,
  TemplatesPage,
  TeamPage,
  KeysPage,
  RulesPage,
  RulePage,
  EditPage,
  TrialPage,
  PacksPage,
  PackPage,
  ImportPage,
  AllowPage,
  FindingPage,
  EvidencePage,
  MergePage,
  IgnoredPage,
} from "./pages.tsx";

export function Desk(): JSX.Element {
  return (
    <RoomRouter room={room} outside={<Route path="/parts" component={PartsPage} />}>
      <Route path="/" component={Home} />
      <Route path="/reports/:id?" component={QueueRoom} />
      <Route path="/search" component={SearchPage} />
      <Route path="/what-if" component={WhatIfPage} />
      <Route path="/filings/:partId?" component={FilingsPage} />
      <Route path="/cases/:id/merge" component={MergePage} />
      <Route path="/cases/:id?" component={CasesRoom} />
      <Route path="/my-work" component={MyWorkPage} />
      <Route path="/exercises" component={ExercisesPage} />
      <Route path="/exercises/:exerciseId" component={ExercisePage} />
      <Route path="/charts" component={DeskChartsPage} />
      <Route path="/statistics" component={StatisticsPage} />
      <Route path="/statistics/:releaseId" component={ReleasePage} />
      <Route path="/spoken" component={SpokenPage} />
      <Route path="/flow-times" component={FlowTimesPage} />
      <Route path="/service" component={ServiceLevelsPage} />
      <Route path="/rota" component={RotaPage} />
      <Route path="/advice" component={AdvicePage} />
      <Route path="/advice/:adviceId" component={QuestionPage} />
      <Route path="/handover" component={HandoverPage} />
      <Route path="/handover/:handoverId" component={EarlierPage} />
      <Route path="/playbooks" component={PlaybooksPage} />
      <Route path="/playbooks/:playbookId" component={PlaybookPage} />
      <Route path="/case-shape" component={ShapePage} />
      <Route path="/evidence/:id" component={EvidencePage} />
      <Route path="/artefacts" component={ArtefactsPage} />
      <Route path="/artefacts/:id" component={ArtefactPage} />
      <Route path="/old-work" component={OldWorkPage} />
      <Route path="/old-work/:id" component={OldImportPage} />
      <Route path="/ignored-values" component={IgnoredPage} />
      <Route path="/directory/quality" component={QualityPage} />
      <Route path="/directory/imports" component={ImportsPage} />
      <Route path="/directory/imports/:id" component={RegisterImportPage} />
      <Route path="/directory/:id?" component={DirectoryRoom} />
      <Route path="/claims" component={ClaimsPage} />
      <Route path="/claims/:id" component={DeskClaimPage} />
      <Route path="/disputes/:id" component={DeskDisputePage} />
      <Route path="/holders" component={HoldersPage} />
      <Route path="/delegated" component={DelegatedPage} />
      <Route path="/services" component={ServicesPage} />
      <Route path="/functions" component={FunctionsPage} />
      <Route path="/accreditations" component={AccreditationsPage} />
      <Route path="/accreditations/:id" component={AccreditationPage} />
      <Route path="/persons" component={PersonsPage} />
      <Route path="/areas" component={AreasPage} />
      <Route path="/lessons" component={LessonsPage} />
      <Route path="/partners" component={PartnersPage} />
      <Route path="/hunts" component={HuntsPage} />
      <Route path="/hunts/:id" component={HuntPage} />
      <Route path="/findings/:id" component={FindingPage} />
      <Route path="/rules" component={RulesPage} />
      <Route path="/rules/new" component={EditPage} />
      <Route path="/rules/packs" component={PacksPage} />
      <Route path="/rules/packs/:id" component={PackPage} />
      <Route path="/rules/imports/:id" component={ImportPage} />
      <Route path="/rules/trials/:id" component={TrialPage} />
      <Route path="/rules/allow-list" component={AllowPage} />
      <Route path="/rules/:id" component={RulePage} />
      <Route path="/rules/:id/edit" component={EditPage} />
      <Route path="/mails" component={MailsPage} />
      <Route path="/talking" component={TalkingPage} />
      <Route path="/talking/templates" component={TemplatesPage} />
      <Route path="/talking/:id" component={ConversationPage} />
      <Route path="/keys" component={KeysPage} />
      <Route path="/team" component={TeamPage} />
      <Route path="/notifications" component={NotificationsPage} />
      <Route path="/notifications/new" component={NewRunPage} />
      <Route path="/notifications/:id" component={RunPage} />
      <Route path="/findings-lists/:id" component={FindingsListPage} />
      <Route path="/disclosure" component={DisclosuresPage} />
      <Route path="/disclosure/cves" component={CvesPage} />
      <Route path="/disclosure/policy" component={PolicyPage} />
      <Route path="/disclosure/:id" component={DisclosurePage} />
      <Route path="/advisories" component={AdvisoriesPage} />
      <Route path="/advisories/new" component={NewAdvisoryPage} />
      <Route path="/advisories/:id" component={AdvisoryPage} />
      <Route path="/crises" component={CrisesPage} />
      <Route path="/crises/:crisisId" component={CrisisPage} />
      <Route path="/public-lines/:lineId?" component={LinesPage} />
      <Route path="/contact-books" component={BooksPage} />
      <Route path="/paper" component={PaperPage} />
      <Route path="/takedowns" component={TakedownsPage} />
      <Route path="/takedowns/:id" component={TakedownPage} />
      <Route path="/access" component={AccessPage} />
      <Route path="/log" component={LogPage} />
      <Route path="/health" component={HealthPage} />
      <Route path="/custody" component={CustodyPage} />
      <Route path="/enrolment" component={EnrolmentPage} />
      <Route path="/people" component={() => <main>{<PeoplePage />}</main>} />
      <Route path="/processing" component={OwnProcessingPage} />
      <Route path="/bodies" component={() => <main>{<BodiesPage />}</main>} />
      <Route path="/offices" component={() => <main>{<OfficesPage />}</main>} />
      <Route path="/api-keys" component={() => <main>{<ApiKeysPage />}</main>} />
    </RoomRouter>
  );
}
