// The frame of every signed-in page: head with search and commands, navigation with numbers, and the guard that nobody is shown a page unsigned.
import { type RouteSectionProps, useLocation, useNavigate } from "@solidjs/router";
import { createEffect, createSignal, type JSX, on, onCleanup, onMount, Show, Suspense } from "solid-js";
import type { DoorView } from "../../../backend/identity/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Notice } from "../../parts/notice/notice.tsx";
import { Skeleton } from "../../parts/skeleton/skeleton.tsx";
import { undoNewest } from "../../parts/toast/toast.tsx";
import { apiGet, isSessionLost } from "../../platform/api.ts";
import { formatClock } from "../../platform/format.ts";
import { useWords } from "../../platform/words.ts";
import { connectLive, offlineSince, onChange } from "../data/live.ts";
import { describeProblem } from "../data/tell-problem.ts";
import { AccountMenu } from "./account-menu.tsx";
import { refreshCounts } from "./counts.ts";
import { HelpDialog } from "./help-dialog.tsx";
import { keyName, listenForKeys, offerActs } from "./keys.ts";
import { Logo } from "./logo.tsx";
import { Navigation } from "./navigation.tsx";
import { Palette } from "./palette.tsx";
import { SearchBox } from "./search-box.tsx";
import { can, loadMe, me } from "./session.ts";
import "./shell.css";

export function Shell(props: RouteSectionProps): JSX.Element {
  const t = useWords();
  const location = useLocation();
  const navigate = useNavigate();
  const [problem, setProblem] = createSignal<string>();
  const [isDemo, setDemo] = createSignal(false);
  const [isNavOpen, setNavOpen] = createSignal(false);
  const [isHelpOpen, setHelpOpen] = createSignal(false);
  const [isPaletteOpen, setPaletteOpen] = createSignal(false);
  const backAddress = () => encodeURIComponent(location.pathname + location.search);

  const enter = async (): Promise<void> => {
    setProblem(undefined);
    try {
      if (!(await loadMe())) {
        navigate(`/sign-in?back=${backAddress()}`, { replace: true });
        return;
      }
      refreshCounts(0);
      if (!can("report.read")) return;
      const disconnect = connectLive(() => refreshCounts(0));
      const forget = onChange(() => refreshCounts());
      onLeave.push(disconnect, forget);
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
  const goTo = (id: string, key: string, href: string, isOn: () => boolean) => ({
    id: `go-${id}`,
    label: () => t(`desk.go.${id}`),
    group,
    keys: [`g ${key}`],
    isOn,
    run: () => navigate(href),
  });
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
    goTo("reports", "KeyI", "/reports", () => can("report.read")),
    goTo("mine", "KeyM", "/reports?view=mine", () => can("report.read")),
    goTo("cases", "KeyC", "/cases", () => can("case.read")),
    goTo("directory", "KeyD", "/directory", () => can("registry.read")),
    goTo("rules", "KeyR", "/rules", () => can("rule.read")),
    goTo("mails", "KeyE", "/mails", () => can("mail.read")),
    goTo("log", "KeyL", "/log", () => can("log.read")),
    goTo("health", "KeyH", "/health", () => can("health.read")),
  ]);

  return (
    <div class="shell">
      <a class="skip-link" href="#room">
        {t("desk.skip")}
      </a>
      <Show when={isDemo()}>
        <p class="demo-strip">{t("desk.fictional")}</p>
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
        <Show when={can("report.read")}>
          <SearchBox />
        </Show>
        <Button look="quiet" class="palette-button" hint={keyName(["mod+KeyK"])} onClick={() => setPaletteOpen(true)}>
          {t("desk.palette.button")}
        </Button>
        <span class="shell-space" />
        <Show when={me()}>{(person) => <AccountMenu name={person().name} onHelp={() => setHelpOpen(true)} />}</Show>
      </header>
      <Show when={isSessionLost() && me()}>
        <Notice tone="mind" isAlert>
          <span>{t("desk.session.lost")}</span>
          <a href={`/desk/sign-in?back=${backAddress()}`}>{t("desk.session.sign_in")}</a>
        </Notice>
      </Show>
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
      <Show when={me()} fallback={<Show when={!problem()}>{<Skeleton lines={6} words={t("desk.loading")} />}</Show>}>
        <div class="shell-body">
          <Navigation isOpen={isNavOpen()} />
          <div class="shell-room" id="room" tabindex="0">
            <Suspense fallback={<Skeleton lines={8} words={t("desk.loading")} />}>{props.children}</Suspense>
          </div>
        </div>
        <HelpDialog isOpen={isHelpOpen()} onClose={() => setHelpOpen(false)} />
        <Palette isOpen={isPaletteOpen()} onClose={() => setPaletteOpen(false)} />
      </Show>
    </div>
  );
}
