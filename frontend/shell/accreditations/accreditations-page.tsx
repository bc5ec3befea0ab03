// The registers of accredited bodies, as they stand on a day: for the desk, and for the authorities that keep them.
import { A, useNavigate, useSearchParams } from "@solidjs/router";
import { createSignal, For, type JSX, Show } from "solid-js";
import {
  accreditationKinds,
  type AccreditationRow,
  accreditationStates,
} from "../../../backend/registry/accreditations/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Empty } from "../../parts/empty/empty.tsx";
import { SelectField, TextField } from "../../parts/field/field.tsx";
import { Tag } from "../../parts/tag/tag.tsx";
import { useWords } from "../../platform/words.ts";
import { createPages } from "../lists/create-pages.ts";
import { ExportMenu } from "../lists/export-menu.tsx";
import { PageFrame } from "../lists/page-frame.tsx";
import { can } from "../session.ts";
import { AddAccreditationDialog } from "./add-accreditation-dialog.tsx";
import { StateTag } from "./state-tag.tsx";
import "./accreditations.css";

export function AccreditationsPage(): JSX.Element {
  const t = useWords();
  const navigate = useNavigate();
  const [search, setSearch] = useSearchParams<{ text?: string; kind?: string; state?: string; on?: string }>();
  const [isAdding, setAdding] = createSignal(false);
  const query = () => ({ text: search.text, kind: search.kind, state: search.state, on: search.on });
  const list = createPages<AccreditationRow>("/api/v1/registry/accreditations", query);
  const set = (name: "text" | "kind" | "state" | "on", value: string): void =>
    setSearch({ [name]: value || undefined }, { replace: true });
  return (
    <PageFrame
      title={t("register.accreditation.title")}
      text={t("register.accreditation.text")}
      state={list.state()}
      problem={list.problem()}
      hasMore={list.hasMore()}
      onMore={() => list.more()}
      onAgain={() => list.again()}
      filters={
        <>
          <div class="list-filters">
            <TextField
              label={t("register.accreditation.find")}
              value={search.text ?? ""}
              maxLength={100}
              onInput={(event) => set("text", event.currentTarget.value)}
            />
            <SelectField
              label={t("register.accreditation.column.kind")}
              value={search.kind ?? ""}
              options={[
                { value: "", label: t("register.accreditation.every_kind") },
                ...accreditationKinds.map((value) => ({ value, label: t(`register.accreditation.kind.${value}`) })),
              ]}
              onChange={(event) => set("kind", event.currentTarget.value)}
            />
            <SelectField
              label={t("register.accreditation.column.state")}
              value={search.state ?? ""}
              options={[
                { value: "", label: t("register.accreditation.every_state") },
                ...accreditationStates.map((value) => ({ value, label: t(`register.accreditation.state.${value}`) })),
              ]}
              onChange={(event) => set("state", event.currentTarget.value)}
            />
            <TextField
              label={t("register.accreditation.on")}
              type="date"
              value={search.on ?? ""}
              onInput={(event) => set("on", event.currentTarget.value)}
            />
          </div>
          <Show when={can("accreditation.change")}>
            <div>
              <Button look="main" onClick={() => setAdding(true)}>
                {t("register.accreditation.add")}
              </Button>
            </div>
          </Show>
          <ExportMenu list="/api/v1/registry/accreditations/export" query={query()} />
        </>
      }
    >
      <Show
        when={list.rows().length > 0}
        fallback={<Empty title={t("register.accreditation.none")} text={t("desk.queue.empty_hint")} />}
      >
        <div class="table-scroll" tabindex="0" role="region" aria-label={t("register.accreditation.title")}>
          <table class="table accreditations-table">
            <thead>
              <tr>
                <For each={["name", "state", "kind", "number", "authority", "validUntil"]}>
                  {(name) => <th scope="col">{t(`register.accreditation.column.${name}`)}</th>}
                </For>
              </tr>
            </thead>
            <tbody>
              <For each={list.rows()}>
                {(row) => (
                  <tr>
                    <td>
                      <A href={`/accreditations/${row.id}`} dir="auto">
                        {row.name}
                      </A>{" "}
                      <Show when={row.isForeign}>
                        <Tag>{t("register.accreditation.foreign", { country: row.country })}</Tag>{" "}
                      </Show>
                      <Show when={row.isDemo}>
                        <Tag>{t("register.demo")}</Tag>
                      </Show>
                    </td>
                    <td>
                      <StateTag state={row.state} />
                    </td>
                    <td>{t(`register.accreditation.kind.${row.kind}`)}</td>
                    <td class="mono">{row.number}</td>
                    <td dir="auto">{row.authority}</td>
                    <td class="figures">{row.validUntil ?? t("register.accreditation.no_end")}</td>
                  </tr>
                )}
              </For>
            </tbody>
          </table>
        </div>
      </Show>
      <Show when={isAdding()}>
        <AddAccreditationDialog
          onClose={() => setAdding(false)}
          onDone={(id) => {
            setAdding(false);
            navigate(`/accreditations/${id}`);
          }}
        />
      </Show>
    </PageFrame>
  );
}
