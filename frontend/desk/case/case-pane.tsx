// One case: its head with owner, severity and state, its reports, notes, timeline, and what was seen in all of them.
import { A } from "@solidjs/router";
import { createSignal, For, type JSX, onCleanup, onMount, Show } from "solid-js";
import { createStore, reconcile } from "solid-js/store";
import type { CasePage } from "../../../backend/reporting/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { ExerciseBand } from "../exercises/exercise-band.tsx";
import { Notice } from "../../parts/notice/notice.tsx";
import { SeverityTag } from "../../parts/severity/severity.tsx";
import { Skeleton } from "../../parts/skeleton/skeleton.tsx";
import { Tag } from "../../parts/tag/tag.tsx";
import { showToast } from "../../parts/toast/toast.tsx";
import { ApiProblem, apiGet, apiPatch, apiPost } from "../../platform/api.ts";
import { formatInstant } from "../../platform/format.ts";
import { hasWords, useWords } from "../../platform/words.ts";
import { defangText } from "../data/defang.ts";
import { onChange } from "../../shell/data/live.ts";
import { describeProblem, tellProblem } from "../../shell/data/tell-problem.ts";
import { rsitWords } from "../data/say-rsit.ts";
import { AssignDialog } from "../report/assign-dialog.tsx";
import { ReasonDialog } from "../report/reason-dialog.tsx";
import { refreshCounts } from "../shell/counts.ts";
import { type Act, keyName, offerActs } from "../../shell/keys.ts";
import { CaseTags } from "./case-tags.tsx";
import { CaseBody } from "./case-body.tsx";
import { CloseCaseDialog } from "./close-case-dialog.tsx";
import { EditCaseDialog, type CaseChange } from "./edit-case-dialog.tsx";
import { compareCase } from "./compare-case.ts";
import { Clash } from "./work/clash.tsx";
import { createWork } from "./work/create-work.ts";
import { can } from "../../shell/session.ts";
import { PresenceLine } from "../presence/presence-line.tsx";
import "../report/report.css";
import "./case.css";

type DialogName = "edit" | "owner" | "close" | "reopen" | "leave";
export function CasePane(props: { id: string; back: string }): JSX.Element {
  const t = useWords();
  const work = createWork(props.id);
  const [store, setStore] = createStore<{ page: CasePage | undefined }>({ page: undefined });
  const [problem, setProblem] = createSignal<string>();
  const [open, setOpen] = createSignal<DialogName>();
  const [leaving, setLeaving] = createSignal<string>();
  const [conflict, setConflict] = createSignal<CaseChange>();
  let isHere = true;
  onCleanup(() => (isHere = false));
  const load = async (): Promise<void> => {
    try {
      const page = await apiGet<CasePage>(`/api/v1/desk/cases/${props.id}`);
      if (!isHere) return;
      setStore("page", reconcile(page));
      setProblem(undefined);
    } catch (error) {
      if (isHere) setProblem(describeProblem(error));
    }
  };
  onMount(() => {
    void load();
    onCleanup(onChange((event) => event.object === "case" && event.id === props.id && void load()));
  });
  const done = (text: string, undo?: () => void): void => {
    setOpen(undefined);
    showToast({ text, undo });
    refreshCounts(0);
    void load();
  };
  /** Writes a change on the version that was seen; one that was overtaken is shown beside the other's. */
  const change = async (wanted: CaseChange, seenVersion?: number): Promise<void> => {
    const before = store.page;
    if (!before) return;
    const version = seenVersion ?? before.version;
    const undoing: CaseChange = {
      ...(wanted.title === undefined ? {} : { title: before.title }),
      ...(wanted.severity === undefined ? {} : { severity: before.severity }),
      ...(wanted.status === undefined || before.status === "closed" ? {} : { status: before.status }),
      ...(wanted.ownerId === undefined ? {} : { ownerId: before.owner?.id ?? null }),
    };
    try {
      await apiPatch(`/api/v1/desk/cases/${props.id}`, { version, ...wanted });
      setConflict(undefined);
      done(t("desk.case.changed"), () => void load().then(() => change(undoing)));
    } catch (error) {
      if (error instanceof ApiProblem && error.code === "conflict") {
        setOpen(undefined);
        await load();
        setConflict(wanted);
      } else tellProblem(error);
    }
  };
  const send = async (path: string, body: unknown, text: string, undo?: () => void): Promise<void> => {
    try {
      await apiPost(`/api/v1/desk/cases/${props.id}/${path}`, body);
      done(text, undo);
    } catch (error) {
      tellProblem(error);
    }
  };
  const isOn = (right: keyof CasePage["can"]) => () => store.page?.can[right] ?? false;
  const group = () => t("desk.keys.case");
  const acts = (): Act[] => [
    {
      id: "close_case",
      label: () => t("desk.act.close_case"),
      group,
      keys: ["KeyE"],
      isOn: isOn("close"),
      run: () => setOpen("close"),
    },
    {
      id: "reopen_case",
      label: () => t("desk.act.reopen_case"),
      group,
      keys: ["KeyU"],
      isOn: isOn("reopen"),
      run: () => setOpen("reopen"),
    },
    {
      id: "owner",
      label: () => t("desk.act.owner"),
      group,
      keys: ["KeyA"],
      isOn: isOn("change"),
      run: () => setOpen("owner"),
    },
    {
      id: "edit",
      label: () => t("desk.act.edit_case"),
      group,
      keys: ["KeyS"],
      isOn: isOn("change"),
      run: () => setOpen("edit"),
    },
    {
      id: "wait",
      label: () => t(store.page?.status === "waiting" ? "desk.act.go_on" : "desk.act.wait"),
      group,
      keys: ["KeyH"],
      isOn: isOn("change"),
      run: () => void change({ status: store.page?.status === "waiting" ? "open" : "waiting" }),
    },
    {
      id: "note",
      label: () => t("desk.act.note"),
      group,
      keys: ["KeyN"],
      run: () => document.querySelector<HTMLElement>("[data-note]")?.focus(),
    },
  ];
  offerActs(acts);
  return (
    <Show
      when={store.page}
      fallback={
        <Show when={problem()} fallback={<Skeleton lines={9} words={t("desk.loading")} />}>
          <div class="report">
            <A href={props.back}>{t("desk.back")}</A>
            <Notice tone="problem" isAlert>
              <span>{problem()}</span>
              <Button isSmall onClick={() => void load()}>
                {t("desk.error.again")}
              </Button>
            </Notice>
          </div>
        </Show>
      }
    >
      {(page) => (
        <article class="report" aria-labelledby="case-title">
          <A href={props.back} class="back-link">
            {t("desk.back")}
          </A>
          <Show when={page().isExercise}>
            <ExerciseBand />
          </Show>
          <p class="quiet-text report-line">
            <span class="mono">{page().reference}</span> ·{" "}
            {t("desk.case.opened", {
              time: formatInstant(page().openedAt),
              name: page().openedBy?.name ?? t("desk.talk.machine"),
            })}{" "}
            <SeverityTag of={page().severity} /> <Tag>{t(`desk.case.status.${page().status}`)}</Tag>{" "}
            <Tag tone="indigo">TLP:{page().marking.toUpperCase()}</Tag>{" "}
            <Show when={page().isRestricted}>
              <Tag tone="critical">{t("access.restricted")}</Tag>
            </Show>
          </p>
          <PresenceLine kind="case" id={page().id} canHold={can("case.change")} />
          <h1 id="case-title" tabindex="-1" dir="auto">
            {defangText(page().title)}
          </h1>
          <p class="quiet-text">
            {rsitWords(t, page().rsitClass, page().rsitType)} ·{" "}
            {page().owner ? t("desk.case.owner", { name: page().owner?.name ?? "" }) : t("desk.case.no_owner")}
            <CaseTags page={page()} onChanged={() => void load()} />
          </p>
          <Show when={page().closeOutcome}>
            {(outcome) => (
              <Notice>
                {t("desk.case.closed_as", {
                  outcome: t(`desk.outcome.${outcome()}`),
                  reason: page().closeReason ?? "",
                })}
              </Notice>
            )}
          </Show>
          <Show when={hasWords("casework.conflict.title") && conflict()}>
            {(mine) => (
              <Clash
                fields={compareCase(mine(), page())}
                isBusy={false}
                onMine={() => void change(mine())}
                onTheirs={() => setConflict(undefined)}
              />
            )}
          </Show>
          <div class="acts" role="toolbar" aria-label={t("desk.case.acts")}>
            <For each={acts().filter((act) => act.isOn?.() ?? true)}>
              {(act) => (
                <Button
                  look={act.id === "close_case" ? "main" : "plain"}
                  hint={keyName(act.keys)}
                  onClick={() => act.run()}
                >
                  {act.label()}
                </Button>
              )}
            </For>
          </div>
          <CaseBody
            page={page()}
            work={work}
            onChanged={() => void load()}
            onLeave={(id) => {
              setLeaving(id);
              setOpen("leave");
            }}
          />
          <EditCaseDialog
            isOpen={open() === "edit"}
            page={page()}
            onClose={() => setOpen(undefined)}
            onDone={(wanted, seenVersion) => void change(wanted, seenVersion)}
          />
          <AssignDialog
            isOpen={open() === "owner"}
            onClose={() => setOpen(undefined)}
            onDone={(ownerId) => void change({ ownerId })}
          />
          <CloseCaseDialog
            isOpen={open() === "close"}
            blockersOf={(outcome) => work.work()?.closing[outcome] ?? []}
            onClose={() => setOpen(undefined)}
            onDone={(outcome, reason) =>
              void send(
                "close",
                { outcome, reason, version: page().version },
                t("desk.case.closed", { reference: page().reference }),
                () =>
                  void send(
                    "reopen",
                    { reason: t("desk.undo") },
                    t("desk.case.reopened", { reference: page().reference }),
                  ),
              )
            }
          />
          <ReasonDialog
            isOpen={open() === "reopen"}
            kind="reopen"
            onClose={() => setOpen(undefined)}
            onDone={(reason) =>
              void send("reopen", { reason }, t("desk.case.reopened", { reference: page().reference }))
            }
          />
          <ReasonDialog
            isOpen={open() === "leave"}
            kind="leave"
            onClose={() => setOpen(undefined)}
            onDone={(reason) => {
              const reportId = leaving();
              if (reportId)
                void send(
                  `reports/${reportId}/leave`,
                  { reason },
                  t("desk.case.left"),
                  () => void send("reports", { reportId }, t("desk.done.undone_one")),
                );
            }}
          />
        </article>
      )}
    </Show>
  );
}
