// The desk's addresses: what is signed in stands inside the shell, the doors stand outside.
import { Route, Router, type RouteSectionProps } from "@solidjs/router";
import { ErrorBoundary, type JSX, lazy, Suspense } from "solid-js";
import { Button } from "../parts/button/button.tsx";
import { Notice } from "../parts/notice/notice.tsx";
import { Toasts } from "../parts/toast/toast.tsx";
import { ApiProblem } from "../platform/api.ts";
import { loadRoom, useWords } from "../platform/words.ts";
import { describeProblem } from "./data/tell-problem.ts";
import { Home } from "./shell/home.tsx";
import { Logo } from "./shell/logo.tsx";
import { Shell } from "./shell/shell.tsx";

const QueueRoom = lazy(async () => ({ default: (await import("./queue/queue-room.tsx")).QueueRoom }));
const CasesRoom = lazy(async () => ({ default: (await import("./case/cases-room.tsx")).CasesRoom }));
const DirectoryRoom = lazy(async () => ({ default: (await import("./directory/directory-room.tsx")).DirectoryRoom }));
const MailsPage = lazy(async () => ({ default: (await import("./lists/mails-page.tsx")).MailsPage }));
const LogPage = lazy(async () => {
  const [loaded] = await Promise.all([import("./log/log-page.tsx"), loadRoom("log")]);
  return { default: loaded.LogPage };
});
const AccessPage = lazy(async () => ({ default: (await import("./access/access-page.tsx")).AccessPage }));
const HealthPage = lazy(async () => ({ default: (await import("./lists/health-page.tsx")).HealthPage }));
const CustodyPage = lazy(async () => {
  const [loaded] = await Promise.all([import("./custody/custody-page.tsx"), loadRoom("sealed")]);
  return { default: loaded.CustodyPage };
});
const PartsPage = lazy(async () => ({ default: (await import("./parts-page/parts-page.tsx")).PartsPage }));
const HuntsPage = lazy(async () => ({ default: (await import("./hunts/hunts-page.tsx")).HuntsPage }));
const HuntPage = lazy(async () => ({ default: (await import("./hunts/hunt-page.tsx")).HuntPage }));
const NotFoundPage = lazy(async () => ({ default: (await import("./shell/not-found-page.tsx")).NotFoundPage }));
const SignInPage = lazy(async () => ({ default: (await import("./sign-in/sign-in-page.tsx")).SignInPage }));
const EnrolPage = lazy(async () => ({ default: (await import("./sign-in/enrol-page.tsx")).EnrolPage }));
const DemoPage = lazy(async () => ({ default: (await import("./sign-in/demo-page.tsx")).DemoPage }));
const RecoverPage = lazy(async () => ({ default: (await import("./sign-in/recover-page.tsx")).RecoverPage }));
const OfficesPage = lazy(async () => ({ default: (await import("./people/offices-page.tsx")).OfficesPage }));
const PeoplePage = lazy(async () => ({ default: (await import("./people/people-page.tsx")).PeoplePage }));
const MyKeysPage = lazy(async () => ({ default: (await import("./people/my-keys-page.tsx")).MyKeysPage }));
const ApiKeysPage = lazy(async () => ({ default: (await import("./people/api-keys-page.tsx")).ApiKeysPage }));

/** The room of rules brings its own words. */
function rulesPage<Name extends string>(
  load: () => Promise<Record<Name, () => JSX.Element>>,
  name: Name,
): () => JSX.Element {
  return lazy(async () => {
    const [loaded] = await Promise.all([load(), loadRoom("rules", "rulelife")]);
    return { default: loaded[name] };
  });
}
const RulesPage = rulesPage(async () => await import("./rules/rules-page.tsx"), "RulesPage");
const RulePage = rulesPage(async () => await import("./rules/rule-page.tsx"), "RulePage");
const EditPage = rulesPage(async () => await import("./rules/edit-page.tsx"), "EditPage");
const TrialPage = rulesPage(async () => await import("./rules/trial-page.tsx"), "TrialPage");
const PacksPage = rulesPage(async () => await import("./rules/packs-page.tsx"), "PacksPage");
const PackPage = rulesPage(async () => await import("./rules/pack-page.tsx"), "PackPage");
const ImportPage = rulesPage(async () => await import("./rules/import-page.tsx"), "ImportPage");
const AllowPage = rulesPage(async () => await import("./rules/allow-page.tsx"), "AllowPage");
const FindingPage = rulesPage(async () => await import("./rules/explain/finding-page.tsx"), "FindingPage");

export function Desk(): JSX.Element {
  return (
    <Router base="/desk" root={Root}>
      <Route path="/sign-in" component={SignInPage} />
      <Route path="/enrol" component={EnrolPage} />
      <Route path="/demo" component={DemoPage} />
      <Route path="/recover" component={RecoverPage} />
      <Route path="/parts" component={PartsPage} />
      <Route path="/" component={Shell}>
        <Route path="/" component={Home} />
        <Route path="/reports/:id?" component={QueueRoom} />
        <Route path="/cases/:id?" component={CasesRoom} />
        <Route path="/directory/:id?" component={DirectoryRoom} />
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
        <Route path="/access" component={AccessPage} />
        <Route path="/log" component={LogPage} />
        <Route path="/health" component={HealthPage} />
        <Route path="/custody" component={CustodyPage} />
        <Route path="/people" component={() => <main>{<PeoplePage />}</main>} />
        <Route path="/me" component={() => <main>{<MyKeysPage />}</main>} />
        <Route path="/offices" component={() => <main>{<OfficesPage />}</main>} />
        <Route path="/api-keys" component={() => <main>{<ApiKeysPage />}</main>} />
        <Route path="*" component={NotFoundPage} />
      </Route>
    </Router>
  );
}

function Root(props: RouteSectionProps): JSX.Element {
  return (
    <>
      <ErrorBoundary fallback={(error: unknown, reset) => <Broken error={error} reset={reset} />}>
        <Suspense>{props.children}</Suspense>
      </ErrorBoundary>
      <Toasts />
    </>
  );
}

function Broken(props: { error: unknown; reset: () => void }): JSX.Element {
  const t = useWords();
  // A refusal is an answer, not a fault of the page.
  if (!(props.error instanceof ApiProblem)) console.error(props.error);
  return (
    <main class="broken">
      <Logo />
      <Notice tone="problem" isAlert>
        <span>{props.error instanceof ApiProblem ? describeProblem(props.error) : t("desk.error.broken")}</span>
        <Button isSmall onClick={() => props.reset()}>
          {t("desk.error.again")}
        </Button>
      </Notice>
    </main>
  );
}
