// A room's addresses: what is signed in stands inside the shell, the doors stand outside and are the same in each room.
import { Route, Router, type RouteSectionProps } from "@solidjs/router";
import { ErrorBoundary, type JSX, Suspense } from "solid-js";
import { Toasts } from "../parts/toast/toast.tsx";
import { ApiProblem } from "../platform/api.ts";
import { lazyPage } from "./lazy-page.ts";
import { Logo } from "./logo.tsx";
import type { Room } from "./room.ts";
import { Shell } from "./shell.tsx";
import { Stopped } from "./stopped.tsx";

const SignInPage = lazyPage(async () => await import("./sign-in/sign-in-page.tsx"), "SignInPage");
const ChoosePage = lazyPage(async () => await import("./sign-in/choose-page.tsx"), "ChoosePage");
const EnrolPage = lazyPage(async () => await import("./sign-in/enrol-page.tsx"), "EnrolPage");
const DemoPage = lazyPage(async () => await import("./sign-in/demo-page.tsx"), "DemoPage");
const RecoverPage = lazyPage(async () => await import("./sign-in/recover-page.tsx"), "RecoverPage");
const MyKeysPage = lazyPage(async () => await import("./account/my-keys-page.tsx"), "MyKeysPage");
const NotFoundPage = lazyPage(async () => await import("./not-found-page.tsx"), "NotFoundPage");

/** @param props.children the room's own routes, inside the shell. */
export function RoomRouter(props: { room: Room; outside?: JSX.Element; children: JSX.Element }): JSX.Element {
  // oxlint-disable-next-line solid/reactivity -- a room is the same as long as the page lives
  const { room } = props;
  return (
    <Router base={`/${room.name}`} root={Root}>
      <Route path="/sign-in" component={SignInPage} />
      <Route path="/choose" component={ChoosePage} />
      <Route path="/enrol" component={EnrolPage} />
      <Route path="/demo" component={DemoPage} />
      <Route path="/recover" component={RecoverPage} />
      {props.outside}
      <Route path="/" component={(section: RouteSectionProps) => <Shell room={room}>{section.children}</Shell>}>
        {props.children}
        <Route path="/me" component={() => <main>{<MyKeysPage />}</main>} />
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
  // A refusal is an answer, not a fault of the page.
  if (!(props.error instanceof ApiProblem)) console.error(props.error);
  return (
    <main class="broken">
      <Logo />
      <Stopped error={props.error} reset={props.reset} />
    </main>
  );
}
