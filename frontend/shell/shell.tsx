// The frame of every signed-in page: head with search and commands, navigation with numbers, and the guard that nobody is shown a page unsigned.
import { useCurrentMatches, useLocation, useNavigate } from "@solidjs/router";
import {
  createEffect,
  createMemo,
  createSignal,
  ErrorBoundary,
  type JSX,
  on,
  onCleanup,
  onMount,
  Show,
} from "solid-js";
import type { DoorView } from "../../backend/identity/model.ts";
import { Button } from "../parts/button/button.tsx";
import { Notice } from "../parts/notice/notice.tsx";
import { Skeleton } from "../parts/skeleton/skeleton.tsx";
import { undoNewest } from "../parts/toast/toast.tsx";
import { apiGet } from "../platform/api.ts";
import { formatClock, sayZone } from "../platform/format.ts";
import { WaitForPage } from "../platform/late.tsx";
import { useWords } from "../platform/words.ts";
import { offlineSince } from "./data/live.ts";
import { describeProblem } from "./data/tell-problem.ts";
import { AccountMenu } from "./account-menu.tsx";
import { CrisisStrip } from "./crisis/crisis-strip.tsx";
import { LeaveGuard } from "./forms/leave-guard.tsx";
import { SignInAgain } from "./forms/sign-in-again.tsx";
import { HelpDialog } from "./help-dialog.tsx";
import { keyName, listenForKeys, offerActs } from "./keys.ts";
import { Logo } from "./logo.tsx";
import { PageProblem } from "./page-problem.tsx";
import { Palette } from "./palette.tsx";
import { homeOf, type Room } from "./room.ts";
import { loadMe, me } from "./session.ts";
import "./shell.css";

export function Shell(props: { room: Room; children: JSX.Element }): JSX.Element {
  const t = useWords();
  const location = useLocation();
  const navigate = useNavigate();
  const [problem, setProblem] = createSignal<string>();
  const [isDemo, setDemo] = createSignal(false);
  const [isEntered, setEntered] = createSignal(false);
  const [isNavOpen, setNavOpen] = createSignal(false);
  const [isHelpOpen, setHelpOpen] = createSignal(false);
  const [isPaletteOpen, setPaletteOpen] = createSignal(false);
  // Each page waits behind a boundary of its own. Held back by the boundary of the page before it, what it has read already stands in a
  // transition, and a word or a number that changes meanwhile reads it from outside ("Stale read from <Show>").
  const matches = useCurrentMatches();
  const page = createMemo(() => matches()[1]?.route.key);
  const backAddress = () => encodeURIComponent(location.pathname + location.search);

  const enter = async (): Promise<void> => {
    setProblem(undefined);
    try {
      if (!(await loadMe())) {
        navigate(`/sign-in?back=${backAddress()}`, { replace: true });
        return;
      }
      // Another's room has nothing for them; their own has its own scripts, so the page is loaded anew.
      if (homeOf(me()) !== `/${props.room.name}/`) {
        window.location.replace(homeOf(me()));
        return;
      }
      const leave = props.room.onEnter?.();
      if (leave) onLeave.push(leave);
      setEntered(true);
    } catch (error) {
      setProblem(describeProblem(error));
    }
  };
  const onLeave: (() => void)[] = [];
  onMount(() => void enter());
  // A desk that cannot ask shows no strip; that the line is gone is said by its own notice.
  onMount(
    () =>
      void apiGet<DoorView>("/api/v1/identity/door").then(
        (door) => setDemo(door.isDemo),
        () => {},
      ),
  );
  onCleanup(() => onLeave.forEach((leave) => leave()));
  listenForKeys();
  createEffect(
    on(
      () => location.pathname,
      () => setNavOpen(false),
      { defer: true },
    ),
  );

  const group = () => t("desk.keys.everywhere");
  // oxlint-disable-next-line solid/reactivity -- the room stays the same as long as the page lives
  offerActs(() => [
    { id: "help", label: () => t("desk.keys.help"), group, keys: ["shift+Slash"], run: () => setHelpOpen(true) },
    {
      id: "palette",
      label: () => t("desk.palette.title"),
      group,
      keys: ["mod+KeyK"],
      run: () => setPaletteOpen(true),
      isMove: true,
    },
    { id: "undo", label: () => t("desk.undo_newest"), group, keys: ["KeyZ"], run: () => void undoNewest() },
    ...(props.room.acts?.(navigate) ?? []),
  ]);

  return (
    <div class="shell">
      <a class="skip-link" href="#room" onClick={focusRoom}>
        {t("desk.skip")}
      </a>
      <Show when={isDemo()}>
        <aside class="demo-strip">{t("desk.fictional")}</aside>
      </Show>
      <Show when={isEntered() && props.room.name !== "console"}>
        <CrisisStrip />
      </Show>
      <header class="shell-head">
        <button
          type="button"
          class="button nav-button"
          data-look="quiet"
          aria-expanded={isNavOpen()}
          aria-controls="navigation"
          onClick={() => setNavOpen(!isNavOpen())}
        >
          ☰ <span class="nav-button-words">{t("desk.menu")}</span>
        </button>
        <Logo />
        {props.room.head?.()}
        <Button look="quiet" class="palette-button" hint={keyName(["mod+KeyK"])} onClick={() => setPaletteOpen(true)}>
          {t("desk.palette.button")}
        </Button>
        <span class="shell-space" />
        <span class="shell-zone quiet-text small-text">{t("desk.account.zone", { zone: sayZone() })}</span>
        <Show when={me()}>{(person) => <AccountMenu name={person().name} onHelp={() => setHelpOpen(true)} />}</Show>
      </header>
      <SignInAgain />
      <LeaveGuard />
      <Show when={offlineSince()}>
        {(since) => (
          <Notice tone="mind">
            <span role="status">{t("desk.offline_since", { time: formatClock(since()) })}</span>
          </Notice>
        )}
      </Show>
      <Show when={problem()}>
        {(text) => (
          <Notice tone="problem" isAlert>
            <span>{text()}</span>
            <Button isSmall onClick={() => void enter()}>
              {t("desk.error.again")}
            </Button>
          </Notice>
        )}
      </Show>
      <Show
        when={isEntered()}
        fallback={<Show when={!problem()}>{<Skeleton lines={6} words={t("desk.loading")} />}</Show>}
      >
        <div class="shell-body">
          {props.room.navigation({
            get isOpen() {
              return isNavOpen();
            },
          })}
          <div class="shell-room" id="room" tabindex="0">
            <Show when={page()} keyed>
              <ErrorBoundary fallback={(error: unknown, reset) => <PageProblem error={error} reset={reset} />}>
                <WaitForPage fallback={<Skeleton lines={8} words={t("desk.loading")} />}>{props.children}</WaitForPage>
              </ErrorBoundary>
            </Show>
          </div>
        </div>
        <footer class="shell-zone-foot quiet-text">{t("desk.account.zone", { zone: sayZone() })}</footer>
        <HelpDialog isOpen={isHelpOpen()} onClose={() => setHelpOpen(false)} />
        <Palette isOpen={isPaletteOpen()} onClose={() => setPaletteOpen(false)} />
      </Show>
    </div>
  );
}

/** The router takes the link for an address of its own, so the browser would not move the focus. */
function focusRoom(event: MouseEvent): void {
  event.preventDefault();
  document.querySelector<HTMLElement>("#room")?.focus();
}
