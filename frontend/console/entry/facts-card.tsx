// The facts of an entry, and its networks, as the register holds them.
import { For, type JSX, Show } from "solid-js";
import type { EntryView, OwnEntry } from "../../../backend/registry/enrolment/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { Tag } from "../../parts/tag/tag.tsx";
import { useWords } from "../../platform/words.ts";
import { nameIn } from "../../desk/directory/say-facts.ts";
import "../../shell/register/register.css";

export function FactsCard(props: {
  entry: OwnEntry;
  knownClasses: EntryView["knownClasses"];
  canPropose: boolean;
  onPropose: () => void;
}): JSX.Element {
  const nameOfClass = (id: string): string =>
    nameIn(props.knownClasses.find((one) => one.id === id)?.names ?? null) ?? id;
  const t = useWords();
  const orNothing = (text: string): string => (text === "" ? t("console.proposals.nothing") : text);
  return (
    <Card
      title={props.entry.name}
      aside={
        <Show when={props.canPropose}>
          <Button onClick={() => props.onPropose()}>{t("console.entry.propose")}</Button>
        </Show>
      }
    >
      <dl class="entry-facts">
        <dt>{t("console.field.reference")}</dt>
        <dd class="figures">{props.entry.reference}</dd>
        <dt>{t("console.field.otherNames")}</dt>
        <dd>{orNothing(props.entry.otherNames.join(", "))}</dd>
        <dt>{t("console.field.sector")}</dt>
        <dd>{t(`console.sector.${props.entry.sector}`)}</dd>
        <dt>{t("console.field.classes")}</dt>
        <dd>{orNothing(props.entry.classes.map(nameOfClass).join(", "))}</dd>
        <dt>{t("console.field.areaId")}</dt>
        <dd>{orNothing(nameIn(props.entry.areaNames) ?? "")}</dd>
        <dt>{t("desk.directory.address")}</dt>
        <dd dir="auto">{orNothing(props.entry.address ?? "")}</dd>
        <dt>{t("desk.directory.legal_form")}</dt>
        <dd dir="auto">{orNothing(props.entry.legalForm ?? "")}</dd>
        <dt>{t("console.field.languages")}</dt>
        <dd>{props.entry.languages.map((language) => t(`common.language.${language}`)).join(", ")}</dd>
      </dl>
    </Card>
  );
}

export function NetworksCard(props: { entry: OwnEntry }): JSX.Element {
  const t = useWords();
  return (
    <Card title={t("console.networks.title")} count={props.entry.networks.length}>
      <Show when={props.entry.networks.length > 0} fallback={<p class="quiet-text">{t("console.networks.none")}</p>}>
        <ul class="id-rows">
          <For each={props.entry.networks}>
            {(network) => (
              <li>
                <p>
                  <span class="id-name">{network.value}</span>{" "}
                  <span class="quiet-text">{t(`desk.directory.kind.${network.kind}`)}</span>
                </p>
                <Show when={network.state !== "active"}>
                  <Tag tone="medium">{t(`console.networks.state.${network.state}`)}</Tag>
                </Show>
              </li>
            )}
          </For>
        </ul>
      </Show>
    </Card>
  );
}
