// A focal point writes down a report for somebody who stands there; the receipt is read to them and given on paper.
import { A } from "@solidjs/router";
import { createSignal, type JSX, Show } from "solid-js";
import { createResource } from "../../shell/data/create-resource.ts";
import type { AreaTreeView } from "../../../backend/registry/areas/model.ts";
import type { FocalHome } from "../../../backend/reporting/focal/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { SelectField, TextArea, TextField, Tick } from "../../parts/field/field.tsx";
import { apiGet, apiPost } from "../../platform/api.ts";
import { currentLanguage, useWords } from "../../platform/words.ts";
import { nameIn } from "../../shell/areas/name-in.ts";
import { createConfirmedAct } from "../../shell/confirm/confirmed-act.ts";
import { FieldsForm } from "../../shell/forms/fields-form.tsx";
import "../../shell/areas/areas.css";
import "../../shell/lists/lists.css";
import { FormWhy } from "../../shell/forms/form-why.tsx";
import { whyAsked } from "../../shell/forms/question-reasons.ts";

const consents = ["agreed", "cannot_say", "child_in_care"] as const;

export function AssistedPage(): JSX.Element {
  const t = useWords();
  const [home] = createResource(async () => await apiGet<FocalHome>("/api/v1/focal/home"));
  const [tree] = createResource(async () => await apiGet<AreaTreeView>("/api/v1/areas"));
  const [facts, setFacts] = createSignal<Record<string, string>>({ consent: "agreed" });
  const [isDisplaced, setDisplaced] = createSignal(false);
  const [isConfidential, setConfidential] = createSignal(false);
  const act = createConfirmedAct();
  const [sent, setSent] = createSignal<{ reference: string; receipt: string }>();
  const own = () => (home.error ? [] : (home()?.areas ?? []));
  const set = (name: string) => (event: { currentTarget: { value: string } }) => {
    const { value } = event.currentTarget;
    setFacts((all) => ({ ...all, [name]: value }));
  };
  const optional = (name: string): Record<string, string> => {
    const value = facts()[name]?.trim() ?? "";
    return value === "" ? {} : { [name]: value };
  };
  const send = async (event: Event): Promise<void> => {
    event.preventDefault();
    const body = {
      area: facts()["area"] ?? own()[0]?.id ?? "",
      description: facts()["description"] ?? "",
      language: currentLanguage(),
      consent: facts()["consent"],
      ...optional("name"),
      ...optional("phone"),
      ...(isConfidential() ? { isConfidential: true } : {}),
      ...(isDisplaced() ? { origin: facts()["origin"] ?? "" } : {}),
    };
    await act.run(
      undefined,
      async () => void setSent(await apiPost<{ reference: string; receipt: string }>("/api/v1/focal/reports", body)),
    );
  };
  const everywhere = () =>
    (tree.error ? [] : (tree()?.areas ?? [])).filter(
      ({ level, endedAt }) => endedAt === null && (level === "region" || level === "district"),
    );
  return (
    <main class="page list-page">
      <p>
        <A href="/area/reports">{t("areas.queue.title")}</A>
      </p>
      <h1>{t("areas.assisted.title")}</h1>
      <Show
        when={sent()}
        fallback={
          <FieldsForm of={act} class="area-form" onSubmit={(event) => void send(event)} novalidate>
            <FormWhy of="focal" />
            <SelectField
              label={t("areas.assisted.consent")}
              name="consent"
              why={whyAsked("areas.assisted.consent")}
              value={facts()["consent"] ?? "agreed"}
              options={consents.map((value) => ({ value, label: t(`portal.f.consent.o.${value}`) }))}
              onChange={set("consent")}
            />
            <SelectField
              label={t("areas.assisted.area")}
              why={whyAsked("areas.assisted.area")}
              value={facts()["area"] ?? own()[0]?.id ?? ""}
              options={own().map(({ id, names }) => ({ value: id, label: nameIn(names, id) }))}
              name="area"
              onChange={set("area")}
            />
            <TextArea
              label={t("areas.assisted.story")}
              why={whyAsked("areas.assisted.story")}
              rows={6}
              value={facts()["description"] ?? ""}
              name="description"
              onInput={set("description")}
            />
            <TextField
              label={t("areas.assisted.phone")}
              hint={t("areas.assisted.phone_hint")}
              value={facts()["phone"] ?? ""}
              name="phone"
              onInput={set("phone")}
            />
            <TextField
              label={t("areas.assisted.name")}
              name="name"
              why={whyAsked("areas.assisted.name")}
              value={facts()["name"] ?? ""}
              onInput={set("name")}
            />
            <Tick
              label={t("areas.assisted.confidential")}
              hint={whyAsked("areas.assisted.confidential")}
              checked={isConfidential()}
              onChange={setConfidential}
            />
            <Tick label={t("portal.f.left.o.yes")} checked={isDisplaced()} onChange={setDisplaced} />
            <Show when={isDisplaced()}>
              <SelectField
                label={t("portal.f.origin")}
                name="origin"
                hint={t("areas.assisted.origin_hint")}
                value={facts()["origin"] ?? ""}
                options={[
                  { value: "", label: t("portal.f.area.o.none") },
                  ...everywhere().map(({ id, names }) => ({ value: id, label: nameIn(names, id) })),
                ]}
                onChange={set("origin")}
              />
            </Show>
            <p>
              <Button type="submit" look="main" isBusy={act.isBusy()}>
                {t("areas.assisted.send")}
              </Button>
            </p>
          </FieldsForm>
        }
      >
        {(done) => (
          <Card title={t("areas.assisted.done", { reference: done().reference })}>
            <p>{t("areas.assisted.receipt")}</p>
            <p class="exact-text figures">{done().receipt}</p>
            <Button
              look="main"
              onClick={() => {
                setFacts({ consent: "agreed" });
                setDisplaced(false);
                setConfidential(false);
                setSent(undefined);
              }}
            >
              {t("areas.assisted.next")}
            </Button>
          </Card>
        )}
      </Show>
    </main>
  );
}
