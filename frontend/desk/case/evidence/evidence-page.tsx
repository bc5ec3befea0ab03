// One piece of evidence: what was fixed on arrival, who holds it, each act in its chain, and what may be done with it now.
import { A, useParams } from "@solidjs/router";
import { createEffect, createSignal, For, type JSX, on, Show } from "solid-js";
import type { EvidencePage as Page } from "../../../../backend/cases/evidence/model.ts";
import { Button } from "../../../parts/button/button.tsx";
import { Card } from "../../../parts/card/card.tsx";
import { Notice } from "../../../parts/notice/notice.tsx";
import { Skeleton } from "../../../parts/skeleton/skeleton.tsx";
import { Tag } from "../../../parts/tag/tag.tsx";
import { showToast } from "../../../parts/toast/toast.tsx";
import { apiGet } from "../../../platform/api.ts";
import { formatInstant, formatNumber } from "../../../platform/format.ts";
import { useWords } from "../../../platform/words.ts";
import { describeProblem, tellProblem } from "../../../shell/data/tell-problem.ts";
import { fetchFile } from "../../log/fetch-file.ts";
import { type CustodyAct, CustodyActDialog } from "./custody-act-dialog.tsx";
import "../../../shell/lists/lists.css";
import "../../report/report.css";
import "./evidence.css";

/** Acts as buttons, in the order in which they stand. */
const actsOf: Record<Page["can"][number], CustodyAct[]> = {
  answer: ["answer_yes", "answer_no"],
  offer: ["offer"],
  withdraw: ["withdraw"],
  seal: ["seal"],
  unseal: ["unseal"],
  store: ["store"],
  settle_disposal: ["agree_disposal", "refuse_disposal"],
  ask_disposal: ["ask_disposal"],
  read: [],
  export: [],
};

export function EvidencePage(): JSX.Element {
  const t = useWords();
  const params = useParams<{ id: string }>();
  const [page, setPage] = createSignal<Page>();
  const [problem, setProblem] = createSignal<string>();
  const [act, setAct] = createSignal<CustodyAct>();
  const load = async (id: string): Promise<void> => {
    try {
      const read = await apiGet<Page>(`/api/v1/desk/evidence/${id}`);
      if (params.id === id) setPage(read);
      setProblem(undefined);
    } catch (error) {
      setProblem(describeProblem(error));
    }
  };
  createEffect(
    on(
      () => params.id,
      (id) => void load(id),
    ),
  );
  /** Bytes or bundle: an act of custody, after which the chain is longer. */
  const fetchAndSave = async (what: "file" | "bundle", name: string): Promise<void> => {
    try {
      await fetchFile(`/api/v1/desk/evidence/${params.id}/${what}`, {}, name);
      showToast({ text: t("evidence.done") });
    } catch (error) {
      tellProblem(error);
    }
    await load(params.id);
  };
  return (
    <main class="page list-page evidence-page">
      <Show when={problem()}>
        <Notice tone="problem" isAlert>
          {problem()}
        </Notice>
      </Show>
      <Show when={page()} fallback={problem() ? null : <Skeleton lines={8} words={t("desk.loading")} />}>
        {(shown) => (
          <>
            <p>
              <A href={`/cases/${shown().caseId}`}>{t("evidence.to_case", { reference: shown().caseReference })}</A>
            </p>
            <header>
              <p class="quiet-text">
                <span class="mono">{shown().reference}</span> <Tag>{t(`evidence.kind.${shown().kind}`)}</Tag>{" "}
                <Tag tone="indigo">TLP:{shown().marking.toUpperCase()}</Tag>{" "}
                <Show when={shown().isDisposed}>
                  <Tag>{t("evidence.disposed")}</Tag>
                </Show>
              </p>
              <h1 tabindex="-1" dir="auto">
                {shown().label}
              </h1>
              <p>
                {t("evidence.holder")}: <b>{shown().holder.name}</b> · {shown().place} ·{" "}
                {shown().seal === "" ? t("evidence.no_seal") : `${t("evidence.seal")} ${shown().seal}`}
              </p>
            </header>
            <Show when={shown().waitsFor}>
              {(person) => <Notice tone="mind">{t("evidence.waits_for", { name: person().name })}</Notice>}
            </Show>
            <Show when={!shown().isDisposed && shown().disposalAskedBy}>
              {(person) => (
                <Notice tone="mind">
                  {t("evidence.disposal_asked_by", { name: person().name, reason: shown().disposalReason ?? "" })}
                </Notice>
              )}
            </Show>
            <div class="acts">
              <For each={shown().can.flatMap((name) => actsOf[name])}>
                {(name) => (
                  <Button look={name === "answer_yes" ? "main" : "plain"} onClick={() => setAct(name)}>
                    {t(`evidence.act.${name}`)}
                  </Button>
                )}
              </For>
              <Show when={shown().can.includes("read")}>
                <Button
                  title={t("evidence.hint.read")}
                  onClick={() => void fetchAndSave("file", shown().fileName ?? "file")}
                >
                  {t("evidence.act.read")}
                </Button>
              </Show>
              <Show when={shown().can.includes("export")}>
                <Button
                  title={t("evidence.hint.export")}
                  onClick={() => void fetchAndSave("bundle", `${shown().reference}.tar`)}
                >
                  {t("evidence.act.export")}
                </Button>
              </Show>
            </div>
            <FactsCard page={shown()} />
            <ChainCard page={shown()} />
            <Show when={act()} keyed>
              {(name) => (
                <CustodyActDialog
                  act={name}
                  page={shown()}
                  onClose={() => setAct(undefined)}
                  onDone={() => {
                    setAct(undefined);
                    showToast({ text: t("evidence.done") });
                    void load(params.id);
                  }}
                />
              )}
            </Show>
          </>
        )}
      </Show>
    </main>
  );
}

function FactsCard(props: { page: Page }): JSX.Element {
  const t = useWords();
  const rows = (): [string, string, boolean?][] => {
    const { page } = props;
    const file: [string, string, boolean?][] =
      page.kind === "file"
        ? [
            [t("evidence.file"), page.fileName ?? ""],
            [t("evidence.size"), t("evidence.bytes", { size: formatNumber(page.size ?? 0) })],
            ["SHA-256", page.sha256 ?? "", true],
            ["BLAKE3", page.blake3 ?? "", true],
          ]
        : [];
    const all: [string, string, boolean?][] = [
      [t("evidence.description"), page.description],
      [t("evidence.taken_from"), page.takenFrom],
      [t("evidence.taken_at"), formatInstant(page.takenAt)],
      [t("evidence.taken_by"), page.takenBy.name],
      [t("evidence.arrived_at"), formatInstant(page.arrivedAt)],
      ...file,
      [t("evidence.keep_until"), page.keepUntil ?? ""],
    ];
    return all.filter(([, value]) => value !== "");
  };
  return (
    <Card title={t("evidence.facts")}>
      <dl class="evidence-facts">
        <For each={rows()}>
          {([name, value, isCode]) => (
            <>
              <dt>{name}</dt>
              <dd class={isCode ? "mono" : ""} dir="auto">
                {value}
              </dd>
            </>
          )}
        </For>
      </dl>
    </Card>
  );
}

function ChainCard(props: { page: Page }): JSX.Element {
  const t = useWords();
  return (
    <Card title={t("evidence.chain")} count={props.page.chain.length}>
      <Show
        when={props.page.isChainWhole}
        fallback={
          <Notice tone="problem" isAlert>
            {t("evidence.chain_broken")}
          </Notice>
        }
      >
        <p class="quiet-text small-text">{t("evidence.chain_whole")}</p>
      </Show>
      <ol class="evidence-chain">
        <For each={props.page.chain}>
          {(row) => (
            <li>
              <p>
                <b>{row.person.name}</b>:{" "}
                {t(`evidence.row.${row.kind}`, { name: row.toPerson?.name ?? "", seal: row.seal })}
                <Show when={row.place !== ""}> · {row.place}</Show>
              </p>
              <Show when={row.note !== ""}>
                <p class="pre-text" dir="auto">
                  {row.note}
                </p>
              </Show>
              <p class="quiet-text small-text">
                <time dateTime={row.at}>{formatInstant(row.at)}</time> ·{" "}
                <span class="mono" title={row.hash}>
                  {row.hash.slice(0, 12)}
                </span>
              </p>
            </li>
          )}
        </For>
      </ol>
    </Card>
  );
}
