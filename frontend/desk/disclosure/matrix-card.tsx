// Vendors and flaws as a table: what each vendor last said of each flaw, what of it is approved and shared, and the acts on it.
import { createSignal, For, type JSX, Show } from "solid-js";
import { cellStatuses, type CellStatus, justifications } from "../../../backend/coordination/disclosure/model.ts";
import type { FlawView, StatementView } from "../../../backend/coordination/disclosure/views/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { Tag, type Tone } from "../../parts/tag/tag.tsx";
import { apiPost, apiPut } from "../../platform/api.ts";
import { formatInstant } from "../../platform/format.ts";
import { useWords } from "../../platform/words.ts";
import { tellProblem } from "../../shell/data/tell-problem.ts";
import { FieldsDialog, filled, toLines } from "./fields-dialog.tsx";
import { FlawDialog } from "./flaw-dialog.tsx";
import type { DisclosureWork } from "./work.ts";

const statusTones: Record<CellStatus, Tone> = {
  affected: "critical",
  not_affected: "low",
  under_investigation: "medium",
  fixed: "low",
  unknown: "plain",
};

type Asked = { what: "flaw"; flaw?: FlawView } | { what: "statement"; partyId: string; flawId: string };

const flawOf = (asked: Asked | undefined): { flaw?: FlawView } =>
  asked?.what === "flaw" && asked.flaw ? { flaw: asked.flaw } : {};

export function MatrixCard(props: { work: DisclosureWork }): JSX.Element {
  const t = useWords();
  const { work } = props;
  const { of } = work;
  const [asked, setAsked] = createSignal<Asked>();
  const vendors = of.vendors.filter(({ leftAt }) => leftAt === null);
  return (
    <Card title={t("disclosure.desk.matrix")} count={of.flaws.length}>
      <div class="care-acts">
        <Button look="main" isSmall onClick={() => setAsked({ what: "flaw" })}>
          {t("disclosure.desk.add_flaw")}
        </Button>
      </div>
      <Show when={of.flaws.length > 0}>
        {/* A scrolling table is reached by the keyboard too. */}
        <div class="cells" tabindex="0" role="region" aria-label={t("disclosure.desk.cells")}>
          <table>
            <thead>
              <tr>
                <th scope="col">{t("disclosure.desk.flaw")}</th>
                <For each={vendors}>{(vendor) => <th scope="col">{vendor.name}</th>}</For>
              </tr>
            </thead>
            <tbody>
              <For each={of.flaws}>
                {(flaw) => (
                  <tr>
                    <th scope="row">
                      {flaw.ordinal}. {flaw.title}
                      <p class="quiet-text small-text">
                        <span class="mono">{flaw.cveId ?? t("disclosure.public.no_cve")}</span> {flaw.cwe ?? ""}
                      </p>
                      <For each={flaw.cvss}>
                        {(one) => (
                          <p class="small-text" title={one.vector}>
                            CVSS {one.version}: <b>{one.score.toFixed(1)}</b> {t(`disclosure.cvss.${one.severity}`)}
                          </p>
                        )}
                      </For>
                      <Button
                        isSmall
                        look="quiet"
                        aria-label={`${t("disclosure.desk.change_flaw")}: ${flaw.title}`}
                        onClick={() => setAsked({ what: "flaw", flaw })}
                      >
                        {t("disclosure.desk.change_flaw")}
                      </Button>
                      <Show when={flaw.cveId === null}>
                        <Button isSmall onClick={() => void work.post("/cves", { flawId: flaw.id })}>
                          {t("disclosure.desk.assign")}
                        </Button>
                      </Show>
                    </th>
                    <For each={vendors}>
                      {(vendor) => (
                        <td data-cell={`${vendor.name}/${flaw.ordinal}`}>
                          <Cell
                            work={work}
                            isAsked={vendor.asked.includes(flaw.id)}
                            partyId={vendor.id}
                            flawId={flaw.id}
                            onNote={() => setAsked({ what: "statement", partyId: vendor.id, flawId: flaw.id })}
                          />
                        </td>
                      )}
                    </For>
                  </tr>
                )}
              </For>
            </tbody>
          </table>
        </div>
      </Show>
      <Show when={asked()?.what === "flaw"}>
        <FlawDialog work={work} {...flawOf(asked())} onClose={() => setAsked(undefined)} />
      </Show>
      <Show when={asked()} keyed>
        {(one) => (
          <Show when={one.what === "statement" && one} keyed>
            {(cell) => (
              <StatementDialog
                onSend={async (statement) =>
                  await apiPost(`${work.path}/statements`, { partyId: cell.partyId, flawId: cell.flawId, ...statement })
                }
                title={t("disclosure.desk.note_statement")}
                onClose={() => setAsked(undefined)}
                onDone={work.reload}
              />
            )}
          </Show>
        )}
      </Show>
    </Card>
  );
}

/** What a vendor said by another way. */
function StatementDialog(props: {
  title: string;
  onSend: (statement: Record<string, unknown>) => Promise<unknown>;
  onClose: () => void;
  onDone: () => void;
}): JSX.Element {
  const t = useWords();
  return (
    <FieldsDialog
      title={props.title}
      act={t("disclosure.desk.save")}
      fields={[
        {
          name: "status",
          label: t("disclosure.party.status"),
          kind: "choice",
          options: cellStatuses.map((value) => ({ value, label: t(`disclosure.status.${value}`) })),
        },
        {
          name: "justification",
          label: t("disclosure.party.why"),
          hint: t("disclosure.party.why_hint"),
          kind: "choice",
          options: [
            { value: "", label: "—" },
            ...justifications.map((value) => ({ value, label: t(`disclosure.why.${value}`) })),
          ],
        },
        {
          name: "versions",
          label: t("disclosure.party.versions"),
          hint: t("disclosure.party.versions_hint"),
          kind: "line",
        },
        { name: "body", label: t("disclosure.party.body"), kind: "text" },
        { name: "refs", label: t("disclosure.party.refs"), kind: "text" },
      ]}
      send={async (values) =>
        await props.onSend({
          status: values["status"],
          ...filled(values, "justification"),
          versions: values["versions"] ?? "",
          body: values["body"] ?? "",
          refs: toLines(values["refs"]),
        })
      }
      onClose={props.onClose}
      onDone={props.onDone}
    />
  );
}

function Cell(props: {
  work: DisclosureWork;
  isAsked: boolean;
  partyId: string;
  flawId: string;
  onNote: () => void;
}): JSX.Element {
  const t = useWords();
  const { work, partyId, flawId } = props;
  const said = work.of.statements.filter((one) => one.partyId === partyId && one.flawId === flawId);
  const waiting = said.filter(({ state }) => state === "said");
  const approved = said.find(({ state }) => state === "approved");
  const set = async (isAsked: boolean): Promise<void> => {
    try {
      await apiPut(`${work.path}/cells`, { partyId, flawId, isAsked });
    } catch (error) {
      tellProblem(error);
    }
    work.reload();
  };
  const decide = (one: StatementView, body: Record<string, unknown>): void =>
    void work.post(`/statements/${one.id}/decide`, body);
  return (
    <Show
      when={props.isAsked}
      fallback={
        <>
          <p class="quiet-text small-text">{t("disclosure.desk.not_asked")}</p>
          <Button isSmall look="quiet" onClick={() => void set(true)}>
            {t("disclosure.desk.ask_cell")}
          </Button>
        </>
      }
    >
      <Show when={approved} keyed>
        {(one) => <Said one={one} />}
      </Show>
      <For each={waiting}>
        {(one) => (
          <>
            <Said one={one} />
            <div class="care-acts">
              <Button isSmall look="main" onClick={() => decide(one, { isApproved: true })}>
                {t("disclosure.desk.approve")}
              </Button>
              <Button isSmall onClick={() => decide(one, { isApproved: true, isShared: true })}>
                {t("disclosure.desk.approve_share")}
              </Button>
              <Button isSmall look="quiet" onClick={() => decide(one, { isApproved: false })}>
                {t("disclosure.desk.set_aside")}
              </Button>
            </div>
          </>
        )}
      </For>
      <Show when={said.length === 0}>
        <p class="quiet-text small-text">{t("disclosure.desk.cell_none")}</p>
      </Show>
      <div class="care-acts">
        <Button isSmall look="quiet" onClick={() => props.onNote()}>
          {t("disclosure.desk.note_statement")}
        </Button>
        <Show when={said.length === 0}>
          <Button isSmall look="quiet" onClick={() => void set(false)}>
            {t("disclosure.desk.unask_cell")}
          </Button>
        </Show>
      </div>
    </Show>
  );
}

function Said(props: { one: StatementView }): JSX.Element {
  const t = useWords();
  const { one } = props;
  return (
    <>
      <p>
        <Tag tone={statusTones[one.status]}>{t(`disclosure.status.${one.status}`)}</Tag> {one.versions}
      </p>
      <Show when={one.justification} keyed>
        {(why) => <p class="small-text">{t(`disclosure.why.${why}`)}</p>}
      </Show>
      <Show when={one.body}>
        <p class="disclosure-words">{one.body}</p>
      </Show>
      <p class="quiet-text small-text">
        {t(`disclosure.said.${one.state}`)}
        <Show when={one.decidedBy && one.decidedAt}>
          {" "}
          · {t("disclosure.desk.by", { name: one.decidedBy ?? "", when: formatInstant(one.decidedAt ?? one.saidAt) })}
        </Show>
        <Show when={one.isShared}> · {t("disclosure.desk.is_shared")}</Show>
      </p>
    </>
  );
}
