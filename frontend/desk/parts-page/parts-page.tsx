// Every part of the rooms and of the public pages in each of its states, for looking at and for tests: light and dark, three languages.
import { For, type JSX, onCleanup, onMount } from "solid-js";
import { Button, type ButtonLook } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { KeyHint } from "../../parts/key-hint/key-hint.tsx";
import { type Severity, SeverityBar, SeverityTag } from "../../parts/severity/severity.tsx";
import { Tag, type Tone } from "../../parts/tag/tag.tsx";
import { switchTheme, theme, themes } from "../../platform/theme.ts";
import { listenForTyping } from "../../platform/typed.ts";
import { currentTag, offeredLanguages, switchLanguage, useWords } from "../../platform/words.ts";
import { FieldStates } from "./field-states.tsx";
import { OverStates } from "./over-states.tsx";
import { PublicParts } from "./public-parts.tsx";
import { showStates } from "./show-states.ts";
import { WordStates } from "./word-states.tsx";
import "../../parts/chart/chart.css";
import "../../shell/shell.css";
import "../../shell/lists/lists.css";
import "../report/report.css";
import "./parts-page.css";

const looks: ButtonLook[] = ["main", "plain", "quiet", "danger"];
const tones: Tone[] = ["plain", "indigo", "critical", "high", "medium", "low"];
const severities: Severity[] = ["critical", "high", "medium", "low", "informational", null];
const colours =
  "paper sheet line line-strong ink ink-2 ink-3 indigo indigo-ink indigo-wash focus critical high medium low";
const chartColours =
  "c-abusive-content c-malicious-code c-information-gathering c-intrusion-attempts c-intrusions c-availability c-information-content-security c-fraud c-vulnerable c-other c-s1 c-s2 c-s3 c-s4 heat-1 heat-2 heat-3 heat-4 heat-5";
const spaces = ["s1", "s2", "s3", "s4", "s5", "s6", "s7"];

export function PartsPage(): JSX.Element {
  const t = useWords();
  const act = () => t("desk.act.open_case");
  onMount(() => onCleanup(showStates()));
  // A dialog warns of what was typed here as anywhere.
  onMount(() => onCleanup(listenForTyping()));
  return (
    <main class="page parts-page">
      <h1>{t("desk.parts.title")}</h1>
      <p class="quiet-text">{t("desk.parts.text")}</p>
      <div class="parts-row">
        <For each={offeredLanguages()}>
          {({ tag, name }) => (
            <Button isSmall aria-pressed={currentTag() === tag} onClick={() => void switchLanguage(tag)}>
              {name}
            </Button>
          )}
        </For>
        <For each={themes}>
          {(name) => (
            <Button isSmall aria-pressed={theme() === name} onClick={() => switchTheme(name)}>
              {t(`desk.theme.${name}`)}
            </Button>
          )}
        </For>
      </div>
      <Card title={t("parts.tokens")}>
        <Colours names={colours} />
        <div class="parts-row">
          <For each={spaces}>{(name) => <span class="parts-space" data-token={name} title={name} />}</For>
        </div>
        <h3>{t("parts.chart_colours")}</h3>
        <Colours names={chartColours} />
      </Card>
      <Card title={t("desk.parts.buttons")}>
        <For each={looks}>
          {(look) => (
            <div class="parts-row">
              <Button look={look}>{act()}</Button>
              <Button look={look} class="as-hover">
                {act()}
              </Button>
              <Button look={look} class="as-focus">
                {act()}
              </Button>
              <Button look={look} hint="1">
                {act()}
              </Button>
              <Button look={look} isSmall hint="1">
                {act()}
              </Button>
              <Button look={look} disabled>
                {act()}
              </Button>
              <Button look={look} isBusy>
                {act()}
              </Button>
              <Button look={look}>{t("parts.long")}</Button>
            </div>
          )}
        </For>
      </Card>
      <Card title={t("desk.parts.tags")}>
        <div class="parts-row">
          <For each={tones}>{(tone) => <Tag tone={tone}>TLP:AMBER</Tag>}</For>
          <Tag tone="high">{t("parts.long")}</Tag>
          <KeyHint of="J" />
          <KeyHint of="Ctrl K" />
        </div>
        <div class="parts-row">
          <For each={severities}>
            {(severity) => (
              <div class="parts-severity">
                <SeverityBar of={severity} />
                <SeverityTag of={severity} />
              </div>
            )}
          </For>
        </div>
      </Card>
      <Card title={t("desk.parts.fields")}>
        <FieldStates />
      </Card>
      <Card title={t("desk.parts.words")}>
        <WordStates />
      </Card>
      <Card title={t("desk.parts.over")}>
        <OverStates />
      </Card>
      <Card title={t("parts.public")}>
        <PublicParts />
      </Card>
    </main>
  );
}

function Colours(props: { names: string }): JSX.Element {
  return (
    <ul class="parts-colours">
      <For each={props.names.split(" ")}>
        {(name) => (
          <li>
            <span class="parts-colour" data-token={name} />
            <code>{name}</code>
          </li>
        )}
      </For>
    </ul>
  );
}
