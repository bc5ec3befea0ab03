// What a constituent is called, where its seat is, what it does, and which classes of the packs of law it belongs to.
import { For, type JSX, Show } from "solid-js";
import type { ConstituentPage } from "../../../backend/reporting/directory/model.ts";
import { Card } from "../../parts/card/card.tsx";
import { Tag } from "../../parts/tag/tag.tsx";
import { useWords } from "../../platform/words.ts";
import { nameOfClass, titleOfIsic } from "./choices.ts";
import { nameIn } from "./say-facts.ts";

export function FactsCard(props: { page: ConstituentPage; isTelecomService: boolean }): JSX.Element {
  const t = useWords();
  return (
    <Card title={t("desk.directory.facts")}>
      <dl class="facts">
        <Show when={props.page.otherNames.length > 0}>
          <dt>{t("desk.directory.other_names")}</dt>
          <dd dir="auto">{props.page.otherNames.join(", ")}</dd>
        </Show>
        <dt>{t("desk.directory.area")}</dt>
        <dd>{nameIn(props.page.areaNames) ?? t("desk.directory.unknown")}</dd>
        <Show when={props.page.address}>
          <dt>{t("desk.directory.address")}</dt>
          <dd dir="auto">{props.page.address}</dd>
        </Show>
        <Show when={props.page.legalForm}>
          <dt>{t("desk.directory.legal_form")}</dt>
          <dd dir="auto">{props.page.legalForm}</dd>
        </Show>
        <Show when={props.page.isic}>
          <dt>{t("desk.directory.isic")}</dt>
          <dd>
            {[props.page.isic, titleOfIsic(props.page.isic ?? "")].filter(Boolean).join(" · ")}{" "}
            <Show when={props.isTelecomService}>
              <Tag tone="indigo" title={t("register.telecom_hint")}>
                {t("register.telecom")}
              </Tag>
            </Show>
          </dd>
        </Show>
        <dt>{t("desk.directory.languages")}</dt>
        <dd>{props.page.languages.map((language) => t(`common.language.${language}`)).join(", ")}</dd>
        <Show when={props.page.classes.length > 0}>
          <dt>{t("desk.directory.classes")}</dt>
          <dd>
            <For each={props.page.classes}>
              {(name) => (
                <>
                  <Tag>{nameOfClass(name)}</Tag>{" "}
                </>
              )}
            </For>
          </dd>
        </Show>
      </dl>
    </Card>
  );
}
