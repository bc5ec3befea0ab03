// The pages of identity on their own, as the desk's router mounts them, with a bare home page in place of the queue.
import { Route, Router, type RouteSectionProps, useNavigate } from "@solidjs/router";
import { createSignal, type JSX, onMount, Show, Suspense } from "solid-js";
import { render } from "solid-js/web";
import "../../../frontend/parts/tokens.css";
import "../../../frontend/parts/base/theme.css";
import "../../../frontend/parts/base/base.css";
import { ApiKeysPage } from "../../../frontend/desk/people/api-keys-page.tsx";
import { MyKeysPage } from "../../../frontend/shell/account/my-keys-page.tsx";
import { OfficesPage } from "../../../frontend/desk/people/offices-page.tsx";
import { PeoplePage } from "../../../frontend/desk/people/people-page.tsx";
import { loadMe, me } from "../../../frontend/shell/session.ts";
import "../../../frontend/shell/shell.css";
import { DemoPage } from "../../../frontend/shell/sign-in/demo-page.tsx";
import { EnrolPage } from "../../../frontend/shell/sign-in/enrol-page.tsx";
import { RecoverPage } from "../../../frontend/shell/sign-in/recover-page.tsx";
import { SignInPage } from "../../../frontend/shell/sign-in/sign-in-page.tsx";
import { Toasts } from "../../../frontend/parts/toast/toast.tsx";
import { apiPost } from "../../../frontend/platform/api.ts";
import { applyTheme } from "../../../frontend/platform/theme.ts";
import { firstLanguage, startWords } from "../../../frontend/platform/words.ts";

function Root(props: RouteSectionProps): JSX.Element {
  return (
    <>
      <Suspense>{props.children}</Suspense>
      <Toasts />
    </>
  );
}

function Guarded(props: RouteSectionProps): JSX.Element {
  const navigate = useNavigate();
  const [isReady, setReady] = createSignal(false);
  const enter = async (): Promise<void> => {
    if (await loadMe()) setReady(true);
    else navigate(`/sign-in?back=${encodeURIComponent(location.pathname)}`, { replace: true });
  };
  onMount(() => void enter());
  return <Show when={isReady()}>{props.children}</Show>;
}

function Home(): JSX.Element {
  const signOut = async (): Promise<void> => {
    await apiPost("/api/v1/identity/sign-out");
    location.assign("/desk/sign-in");
  };
  return (
    <main class="page">
      <h1>Home</h1>
      <p id="who">
        {me()?.name}: {me()?.roles.join(", ")}
      </p>
      <button type="button" onClick={() => void signOut()}>
        Sign out
      </button>
    </main>
  );
}

applyTheme();
await startWords(firstLanguage());
const root = document.getElementById("desk");
if (root)
  render(
    () => (
      <Router base="/desk" root={Root}>
        <Route path="/sign-in" component={SignInPage} />
        <Route path="/enrol" component={EnrolPage} />
        <Route path="/demo" component={DemoPage} />
        <Route path="/recover" component={RecoverPage} />
        <Route path="/" component={Guarded}>
          <Route path="/" component={Home} />
          <Route path="/people" component={PeoplePage} />
          <Route path="/me" component={MyKeysPage} />
          <Route path="/offices" component={OfficesPage} />
          <Route path="/api-keys" component={ApiKeysPage} />
        </Route>
      </Router>
    ),
    root,
  );
