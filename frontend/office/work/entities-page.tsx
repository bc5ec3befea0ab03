// Entities of the remit, by risk with reasons: choose some for a plan, plan one inspection, declare a conflict of interest.
import { createSignal, type JSX, Show } from "solid-js";
import type { EntityRow, ProfileAnswerView } from "../../../backend/compliance/offices/answers/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { SelectField, TextField } from "../../parts/field/field.tsx";
import { Notice } from "../../parts/notice/notice.tsx";
import { apiPost } from "../../platform/api.ts";
import { currentLanguage, useWords } from "../../platform/words.ts";
import { createReadPage } from "../../shell/authority/read-page.ts";
import { StepCard } from "../../shell/authority/step-card.tsx";
import { can } from "../../shell/session.ts";
import { A, useNavigate } from "@solidjs/router";
import { OfficeList } from "./office-list.tsx";
import { RiskFactors } from "./risk-factors.tsx";

export function EntitiesPage(): JSX.Element {
  const t = useWords();
  const navigate = useNavigate();
  const [text, setText] = createSignal("");
  const [ofClass, setOfClass] = createSignal("");
  const [chosen, setChosen] = createSignal<ReadonlySet<string>>(new Set());
  const [one, setOne] = createSignal<{ row: EntityRow; act: "inspect" | "conflict" }>();
  const read = createReadPage<{ rows: EntityRow[] }>(
    () => `/api/v1/office/entities${text() === "" ? "" : `?${new URLSearchParams({ text: text() })}`}`,
  );
  const profile = createReadPage<ProfileAnswerView>(() => "/api/v1/office/profile");
  const nameOf = (id: string): string | undefined =>
    profile.page()?.knownClasses.find((one) => one.id === id)?.names[currentLanguage()];
  const packs = () =>
    (profile.page()?.packs ?? []).map((value) => ({
      value,
      label: profile.page()?.packNames[value]?.[currentLanguage()] ?? value,
    }));
  /** The rows of one class, where one is chosen; shown once their classes can be said in words. */
  const filtered = (): { rows: EntityRow[] } | undefined => {
    const page = read.page();
    if (!profile.page() && !profile.problem()) return undefined;
    return page && { rows: page.rows.filter((row) => ofClass() === "" || row.classes.includes(ofClass())) };
  };
  const toggle = (id: string): void => {
    const next = new Set(chosen());
    if (!next.delete(id)) next.add(id);
    setChosen(next);
  };
  const planFields = () =>
    [
      { name: "title", kind: "text" as const },
      { name: "fromDay", kind: "day" as const },
      { name: "untilDay", kind: "day" as const },
      { name: "packId", kind: "choice" as const, options: packs(), first: packs()[0]?.value ?? "" },
    ] as const;
  return (
    <OfficeList
      title={t("inspections.entities.title")}
      text={t("inspections.entities.text")}
      read={{ ...read, page: filtered }}
      exportPath="/api/v1/office/entities/export"
      above={
        <>
          <Show when={profile.page()?.version === 0}>
            <Notice tone="mind">{t("inspections.home.setup")}</Notice>
          </Show>
          <div class="list-filters">
            <TextField
              label={t("inspections.search")}
              type="search"
              value={text()}
              onChange={(event) => setText(event.currentTarget.value)}
            />
            <SelectField
              label={t("yearly.entity.class_filter")}
              value={ofClass()}
              options={[
                { value: "", label: t("yearly.entity.every_class") },
                ...(profile.page()?.knownClasses ?? []).map(({ id, names }) => ({
                  value: id,
                  label: names[currentLanguage()] ?? id,
                })),
              ]}
              onChange={(event) => setOfClass(event.currentTarget.value)}
            />
          </div>
          <Show when={chosen().size > 0}>
            <StepCard
              asks="proceeding"
              title={`${t("inspections.entities.propose")}: ${t("inspections.entities.chosen", { count: chosen().size })}`}
              offers={[{ kind: "plan", label: t("inspections.entities.propose"), fields: planFields() }]}
              run={async (_kind, body) => {
                await apiPost("/api/v1/office/plans", { ...body, constituentIds: [...chosen()] });
                navigate("/inspections");
              }}
            />
          </Show>
          <Show when={one()}>
            {(about) => (
              <StepCard
                asks="proceeding"
                title={`${t(about().act === "inspect" ? "inspections.entities.one" : "inspections.entities.conflict")}: ${about().row.name}`}
                offers={[
                  about().act === "inspect"
                    ? {
                        kind: "inspect",
                        label: t("inspections.entities.one"),
                        fields: [
                          { name: "reason", kind: "long" },
                          { name: "packId", kind: "choice", options: packs(), first: packs()[0]?.value ?? "" },
                          { name: "plannedOn", kind: "day", isOptional: true },
                        ],
                      }
                    : {
                        kind: "conflict",
                        label: t("inspections.entities.conflict"),
                        fields: [{ name: "reason", kind: "long" }],
                      },
                ]}
                run={async (kind, body) => {
                  const wanted = { ...body, constituentId: about().row.id };
                  if (kind === "inspect") {
                    const made = await apiPost<{ id: string }>("/api/v1/office/inspections", wanted);
                    navigate(`/inspections/${made.id}`);
                    return;
                  }
                  await apiPost("/api/v1/office/conflicts", wanted);
                  setOne(undefined);
                  await read.reload();
                }}
              />
            )}
          </Show>
        </>
      }
      columns={[
        ...(can("authority.work")
          ? [
              {
                title: t("inspections.entities.choose_column"),
                show: (row: EntityRow) => (
                  <input
                    type="checkbox"
                    aria-label={t("inspections.entities.choose", { name: row.name })}
                    checked={chosen().has(row.id)}
                    onChange={() => toggle(row.id)}
                  />
                ),
              },
            ]
          : []),
        {
          title: t("inspections.column.entity"),
          show: (row: EntityRow) => (
            <>
              <A href={`/entities/${row.id}`}>
                <strong>{row.name}</strong>
              </A>
              <br />
              <RiskFactors factors={row.factors} nameOf={nameOf} />
            </>
          ),
        },
        {
          title: t("inspections.column.reference"),
          show: (row: EntityRow) => <span class="whole">{row.reference}</span>,
        },
        {
          title: t("yearly.column.classes"),
          show: (row: EntityRow) => row.classes.map((id) => nameOf(id) ?? id).join(", "),
        },
        {
          title: t("inspections.column.score"),
          show: (row: EntityRow) => <span class="whole">{t("inspections.entities.score", { count: row.score })}</span>,
        },
        ...(can("authority.work")
          ? [
              {
                title: t("inspections.page.next"),
                show: (row: EntityRow) => (
                  <span class="authority-acts">
                    <Button isSmall onClick={() => setOne({ row, act: "inspect" })}>
                      {t("inspections.entities.one")}
                    </Button>
                    <Button isSmall look="quiet" onClick={() => setOne({ row, act: "conflict" })}>
                      {t("inspections.entities.conflict")}
                    </Button>
                  </span>
                ),
              },
            ]
          : []),
      ]}
    />
  );
}
