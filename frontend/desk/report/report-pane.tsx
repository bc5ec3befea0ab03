// One report, whole: what was said, what was found, what it means, whom it concerns, and what can be done, side by side.
import { A } from "@solidjs/router";
import { createSignal, For, type JSX, onCleanup, onMount, Show } from "solid-js";
import { createStore, reconcile } from "solid-js/store";
import type { ReportPage } from "../../../backend/reporting/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Menu } from "../../parts/menu/menu.tsx";
import { ExerciseBand } from "../exercises/exercise-band.tsx";
import { Notice } from "../../parts/notice/notice.tsx";
import { SeverityTag } from "../../parts/severity/severity.tsx";
import { Skeleton } from "../../parts/skeleton/skeleton.tsx";
import { Tag } from "../../parts/tag/tag.tsx";
import { showToast } from "../../parts/toast/toast.tsx";
import { apiPost } from "../../platform/api.ts";
import { formatInstant } from "../../platform/format.ts";
import { useWords } from "../../platform/words.ts";
import { defangText } from "../data/defang.ts";
import { onChange } from "../../shell/data/live.ts";
import { fetchReport, forgetReport, keptReport } from "../data/report-cache.ts";
import { describeProblem, tellProblem } from "../../shell/data/tell-problem.ts";
import { type Act, keyName, offerActs } from "../../shell/keys.ts";
import { assessmentSentence } from "./assessment-card.tsx";
import { AssessmentDialog } from "./assessment-dialog.tsx";
import { createReportActs } from "./create-acts.tsx";
import { FilesCard } from "./files-card.tsx";
import { FindingsCard } from "./findings-card.tsx";
import { PicturesCard } from "./pictures-card.tsx";
import { ReportNotesCard } from "./notes-card.tsx";
import { PresenceLine } from "../presence/presence-line.tsx";
import { can } from "../../shell/session.ts";
import { markToRead, unread } from "../views/own-desk.ts";
import { StateLine } from "./state-line.tsx";
import { ReportSide } from "./report-side.tsx";
import { TalkCard } from "./talk-card.tsx";
import { TextCard } from "./text-card.tsx";
import "./report.css";

/** Acts that stand on the page; the others are in the menu beside them. */
const shownActs = ["open_case", "join", "reject", "snooze", "reply"];

export interface ReportPaneProps {
  id: string;
  /** The list that it was opened from. */
  back: string;
  marked: ReadonlySet<string>;
  onActed: (ids: ReadonlySet<string>, hasEnded: boolean) => void;
}

export function ReportPane(props: ReportPaneProps): JSX.Element {
  const t = useWords();
  const kept = keptReport(props.id);
  const [store, setStore] = createStore<{ page: ReportPage | undefined }>({ page: kept && structuredClone(kept) });
  const [problem, setProblem] = createSignal<string>();
  const [isDefanged, setDefanged] = createSignal(true);
  const [isAssessing, setAssessing] = createSignal(false);
  let isHere = true;
  onCleanup(() => (isHere = false));

  const load = async (): Promise<void> => {
    try {
      const page = await fetchReport(props.id);
      if (!isHere) return;
      // Only what changed is repainted; the kept copy stays untouched.
      setStore("page", reconcile(structuredClone(page)));
      setProblem(undefined);
    } catch (error) {
      if (isHere) setProblem(describeProblem(error));
    }
  };
  const again = (): void => {
    forgetReport(props.id);
    void load();
  };
  onMount(() => {
    // What is kept is painted first, and asked for again only where the reader stays.
    if (kept) {
      const later = setTimeout(() => void load(), 150);
      onCleanup(() => clearTimeout(later));
    } else void load();
    // Opened is read: the mark "again" has done its work.
    if (unread().has(props.id)) void markToRead(props.id, false).catch(tellProblem);
    onCleanup(onChange((event) => event.object === "report" && event.id === props.id && again()));
  });

  const { acts, dialogs, isBusy } = createReportActs({
    targets: () => (store.page && props.marked.size === 0 ? [store.page] : []),
    can: () => store.page?.can,
    similar: () => store.page?.similar ?? [],
    onActed: (ids, hasEnded) => {
      props.onActed(ids, hasEnded);
      again();
    },
  });
  const reopen = async (): Promise<void> => {
    try {
      await apiPost(`/api/v1/desk/reports/${props.id}/reopen`);
      showToast({ text: t("desk.done.reopened", { reference: store.page?.reference ?? "" }) });
      props.onActed(new Set([props.id]), false);
      again();
    } catch (error) {
      tellProblem(error);
    }
  };
  const ownActs = (): Act[] => {
    const group = () => t("desk.keys.report");
    return [
      ...acts(),
      {
        id: "reply",
        label: () => t("desk.act.reply"),
        group,
        keys: ["KeyR"],
        isOn: () => store.page?.can.answer ?? false,
        run: () => {
          const box = document.querySelector<HTMLTextAreaElement>("[data-answer]");
          box?.scrollIntoView({ block: "center" });
          box?.focus();
        },
      },
      {
        id: "assess",
        label: () => t("desk.act.assess"),
        group,
        keys: ["KeyS", "KeyT"],
        isOn: () => store.page?.can.assess ?? false,
        run: () => setAssessing(true),
      },
      {
        id: "reopen",
        label: () => t("desk.act.reopen"),
        group,
        keys: ["shift+KeyE"],
        isOn: () => store.page?.can.reopen ?? false,
        run: () => void reopen(),
      },
      {
        id: "note",
        label: () => t("desk.act.note"),
        group,
        keys: ["KeyN"],
        isOn: () => can("report.assess"),
        run: () => {
          const box = document.querySelector<HTMLTextAreaElement>("[data-note]");
          box?.scrollIntoView({ block: "center" });
          box?.focus();
        },
      },
      { id: "defang", label: () => t("desk.act.defang"), group, keys: ["KeyD"], run: () => setDefanged(!isDefanged()) },
      {
        id: "copy_link",
        label: () => t("desk.act.copy_link"),
        group,
        keys: ["KeyY"],
        run: () => {
          void navigator.clipboard
            .writeText(`${window.location.origin}/desk/reports/${props.id}`)
            .then(() => showToast({ text: t("desk.done.copied") }));
        },
      },
    ];
  };
  offerActs(ownActs);
  const on = () => ownActs().filter((act) => act.isOn?.() ?? true);

  return (
    <Show
      when={store.page}
      fallback={
        <Show when={problem()} fallback={<Skeleton lines={9} words={t("desk.loading")} />}>
          <div class="report">
            <A href={props.back}>{t("desk.back")}</A>
            <Notice tone="problem" isAlert>
              <span>{problem()}</span>
              <Button isSmall onClick={() => again()}>
                {t("desk.error.again")}
              </Button>
            </Notice>
          </div>
        </Show>
      }
    >
      {(page) => (
        <article class="report" aria-labelledby="report-title">
          <A href={props.back} class="back-link">
            {t("desk.back")}
          </A>
          <Show when={page().isExercise}>
            <ExerciseBand />
          </Show>
          <p class="quiet-text report-line">
            <span class="mono">{page().reference}</span> ·{" "}
            {t("desk.report.received", {
              time: formatInstant(page().receivedAt),
              source: t(`desk.source.${page().source}`),
            })}{" "}
            · {t(`common.language.${page().language}`)} <SeverityTag of={page().severity} />{" "}
            <Tag>{t(`desk.row.status.${page().status}`)}</Tag>{" "}
            <Tag tone="indigo">TLP:{page().marking.toUpperCase()}</Tag>
            <Show when={page().isHeld}>
              {" "}
              <Tag tone="medium">{t("desk.report.held")}</Tag>
            </Show>
            <Show when={page().isDemo}>
              {" "}
              <Tag>{t("desk.report.demo")}</Tag>
            </Show>
          </p>
          <PresenceLine kind="report" id={page().id} canHold={can("report.assign")} />
          <h1 id="report-title" tabindex="-1" lang={page().language} dir="auto">
            {isDefanged() ? defangText(page().title) : page().title}
          </h1>
          <Show when={page().assessments[0]}>{(one) => <p class="quiet-text">{assessmentSentence(t, one())}</p>}</Show>
          <Show when={page().case}>
            {(one) => (
              <p>
                <A href={`/cases/${one().id}`}>
                  {t("desk.report.in_case", { reference: one().reference, title: one().title })}
                </A>
              </p>
            )}
          </Show>
          <Show when={page().closedReason}>
            {(why) => <p class="quiet-text">{t("desk.report.ended", { reason: why() })}</p>}
          </Show>
          <StateLine page={page()} />
          <div class="acts" role="toolbar" aria-label={t("desk.report.acts")}>
            <For each={on().filter((act) => shownActs.includes(act.id))}>
              {(act) => (
                <Button
                  look={act.id === "open_case" ? "main" : "plain"}
                  hint={keyName(act.keys)}
                  disabled={isBusy()}
                  onClick={() => act.run()}
                >
                  {act.label()}
                </Button>
              )}
            </For>
            <Menu
              look="plain"
              label={t("desk.report.more")}
              items={on()
                .filter((act) => !shownActs.includes(act.id))
                .map((act) => ({ label: act.label(), hint: keyName(act.keys), run: act.run }))}
            />
          </div>
          <div class="report-columns">
            <div class="report-main">
              <TextCard
                page={page()}
                isDefanged={isDefanged()}
                onDefang={() => setDefanged(!isDefanged())}
                onChanged={again}
              />
              <FindingsCard
                findings={page().findings}
                suppressed={page().suppressed}
                canJudge={page().can.judge}
                onChanged={again}
              />
              <FilesCard page={page()} isDefanged={isDefanged()} />
              <PicturesCard page={page()} isDefanged={isDefanged()} />
              <TalkCard page={page()} onSent={again} />
              <Show when={can("report.assess")}>
                <ReportNotesCard page={page()} onAdded={again} />
              </Show>
            </div>
            <ReportSide
              page={page()}
              isDefanged={isDefanged()}
              onAssess={() => setAssessing(true)}
              onChanged={() => void load()}
            />
          </div>
          {dialogs()}
          <AssessmentDialog
            isOpen={isAssessing()}
            page={page()}
            onClose={() => setAssessing(false)}
            onChanged={() => {
              setAssessing(false);
              showToast({ text: t("desk.assessment.changed") });
              props.onActed(new Set([props.id]), false);
              again();
            }}
          />
        </article>
      )}
    </Show>
  );
}
