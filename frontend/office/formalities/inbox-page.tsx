// The authority's inbox of formalities: what was filed with it, with its own clock; a paper is entered here.
import { A } from "@solidjs/router";
import { createSignal, type JSX } from "solid-js";
import type { FormalityList } from "../../../backend/compliance/formalities/answers/model.ts";
import { formalityKinds, formalityStates } from "../../../backend/compliance/formalities/model.ts";
import { SelectField, TextField } from "../../parts/field/field.tsx";
import { Tag } from "../../parts/tag/tag.tsx";
import { Moment } from "../../parts/moment/moment.tsx";
import { useWords } from "../../platform/words.ts";
import { createReadPage } from "../../shell/authority/read-page.ts";
import { OfficeList } from "../work/office-list.tsx";
import { PaperCard } from "./paper-card.tsx";
import "../../shell/formalities/formalities.css";

const root = "/api/v1/office/formalities";

export function InboxPage(): JSX.Element {
  const t = useWords();
  const [state, setState] = createSignal("");
  const [kind, setKind] = createSignal("");
  const [text, setText] = createSignal("");
  const read = createReadPage<FormalityList>(() => {
    const query = new URLSearchParams(
      Object.entries({ state: state(), kind: kind(), text: text() }).filter(([, value]) => value !== ""),
    );
    return query.size > 0 ? `${root}?${query}` : root;
  });
  const every = (): { value: string; label: string } => ({ value: "", label: t("formalities.office.all") });
  return (
    <OfficeList
      title={t("formalities.office.title")}
      text={t("formalities.office.lead")}
      read={read}
      exportPath={`${root}/export`}
      above={
        <>
          <PaperCard onDone={read.reload} />
          <div class="list-filters">
            <SelectField
              label={t("formalities.field.state")}
              value={state()}
              options={[
                every(),
                ...formalityStates
                  .filter((value) => value !== "draft")
                  .map((value) => ({ value, label: t(`formalities.state.${value}`) })),
              ]}
              onChange={(event) => setState(event.currentTarget.value)}
            />
            <SelectField
              label={t("formalities.field.kind")}
              value={kind()}
              options={[every(), ...formalityKinds.map((value) => ({ value, label: t(`formalities.kind.${value}`) }))]}
              onChange={(event) => setKind(event.currentTarget.value)}
            />
            <TextField
              label={t("processing.search")}
              type="search"
              value={text()}
              onChange={(event) => setText(event.currentTarget.value)}
            />
          </div>
        </>
      }
      columns={[
        {
          title: t("formalities.field.receiptNumber"),
          show: (row) => <A href={`/formalities/${row.id}`}>{row.receiptNumber}</A>,
        },
        { title: t("formalities.field.entity"), show: (row) => row.entity },
        {
          title: t("formalities.field.kind"),
          show: (row) => <span class="formality-cell">{t(`formalities.kind.${row.kind}`)}</span>,
        },
        { title: t("formalities.field.title"), show: (row) => <span class="formality-cell">{row.title}</span> },
        {
          title: t("formalities.field.submittedAt"),
          show: (row) => (row.submittedAt === null ? "" : <Moment at={row.submittedAt} />),
        },
        {
          title: t("formalities.field.dueAt"),
          show: (row) =>
            row.dueAt === null ? (
              <span class="quiet-text">{t("formalities.page.clock_none")}</span>
            ) : (
              <Tag tone={row.isLate ? "high" : "plain"}>
                <Moment at={row.dueAt} />
              </Tag>
            ),
        },
        {
          title: t("formalities.field.state"),
          show: (row) => (
            <Tag tone={row.state === "submitted" ? "indigo" : "plain"}>{t(`formalities.state.${row.state}`)}</Tag>
          ),
        },
        { title: t("formalities.field.decisionNumber"), show: (row) => row.decisionNumber ?? "" },
      ]}
    />
  );
}
