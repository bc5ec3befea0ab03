// Every part of the signed-in rooms in each of its states, for looking at and for tests: light and dark, three languages.
import { createSignal, For, type JSX } from "solid-js";
import { Button, type ButtonLook } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { Dialog, DialogButtons } from "../../parts/dialog/dialog.tsx";
import { Empty } from "../../parts/empty/empty.tsx";
import { SelectField, TextArea, TextField, Tick } from "../../parts/field/field.tsx";
import { KeyHint } from "../../parts/key-hint/key-hint.tsx";
import { Menu } from "../../parts/menu/menu.tsx";
import { Notice } from "../../parts/notice/notice.tsx";
import { type Severity, SeverityBar, SeverityTag } from "../../parts/severity/severity.tsx";
import { Skeleton } from "../../parts/skeleton/skeleton.tsx";
import { Tag, type Tone } from "../../parts/tag/tag.tsx";
import { showToast } from "../../parts/toast/toast.tsx";
import { switchTheme, theme, themes } from "../../platform/theme.ts";
import { currentLanguage, switchLanguage, useWords, wordsLanguages } from "../../platform/words.ts";
import { MarkedText } from "../report/marked-text.tsx";
import "../../shell/shell.css";
import "../report/report.css";
import "./parts-page.css";

const looks: ButtonLook[] = ["main", "plain", "quiet", "danger"];
const tones: Tone[] = ["plain", "indigo", "critical", "high", "medium", "low"];
const severities: Severity[] = ["critical", "high", "medium", "low", "informational", null];

export function PartsPage(): JSX.Element {
  const t = useWords();
  const [isOpen, setOpen] = createSignal(false);
  const [isTicked, setTicked] = createSignal(true);
  const sample = () => t("desk.parts.sample");
  return (
    <main class="page parts-page">
      <h1>{t("desk.parts.title")}</h1>
      <p class="quiet-text">{t("desk.parts.text")}</p>
      <div class="parts-row">
        <For each={wordsLanguages}>
          {(language) => (
            <Button isSmall aria-pressed={currentLanguage() === language} onClick={() => void switchLanguage(language)}>
              {t(`common.language.${language}`)}
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
      <Card title={t("desk.parts.buttons")}>
        <For each={looks}>
          {(look) => (
            <div class="parts-row">
              <Button look={look}>{t("desk.act.open_case")}</Button>
              <Button look={look} hint="1">
                {t("desk.act.open_case")}
              </Button>
              <Button look={look} isSmall hint="1">
                {t("desk.act.open_case")}
              </Button>
              <Button look={look} disabled>
                {t("desk.act.open_case")}
              </Button>
              <Button look={look} isBusy>
                {t("desk.act.open_case")}
              </Button>
            </div>
          )}
        </For>
      </Card>
      <Card title={t("desk.parts.tags")}>
        <div class="parts-row">
          <For each={tones}>{(tone) => <Tag tone={tone}>TLP:AMBER</Tag>}</For>
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
        <div class="parts-grid">
          <TextField label={t("desk.edit_case.title")} hint={sample()} value="" />
          <TextField label={t("desk.edit_case.title")} value={sample()} error={t("desk.edit_case.empty")} />
          <TextField label={t("desk.edit_case.title")} value={sample()} disabled />
          <TextArea label={t("desk.reason.label")} hint={sample()} value={sample()} />
          <TextArea label={t("desk.reason.label")} value="" error={t("desk.reason.too_short")} />
          <SelectField
            label={t("desk.assessment.severity")}
            value="high"
            options={["critical", "high", "medium"].map((value) => ({ value, label: t(`common.severity.${value}`) }))}
          />
          <Tick
            label={t("desk.keys.switch")}
            hint={t("desk.keys.switch_hint")}
            checked={isTicked()}
            onChange={setTicked}
          />
        </div>
      </Card>
      <Card title={t("desk.parts.words")}>
        <Notice>{sample()}</Notice>
        <Notice tone="mind">{sample()}</Notice>
        <Notice tone="problem">{sample()}</Notice>
        <Empty title={t("desk.queue.empty.new")} text={t("desk.queue.empty_hint")} />
        <Skeleton lines={3} words={t("desk.loading")} />
        <MarkedText
          text="https://pay.example/a +999 70 00 00 41"
          isDefanged
          marks={[
            { id: "1", kind: "finding", start: 0, end: 21, title: sample(), isDangerous: true },
            { id: "2", kind: "observable", start: 22, end: 38, title: sample(), role: "victim" },
          ]}
        />
      </Card>
      <Card title={t("desk.parts.over")}>
        <div class="parts-row">
          <Button onClick={() => setOpen(true)}>{t("desk.parts.dialog")}</Button>
          <Menu
            look="plain"
            label={t("desk.report.more")}
            items={severities.slice(0, 3).map((one, index) => ({
              label: t(`common.severity.${one ?? "low"}`),
              isOn: index === 0,
              hint: "S",
              run: () => {},
            }))}
          />
          <Button onClick={() => showToast({ text: sample(), undo: () => {} })}>{t("desk.parts.toast")}</Button>
          <Button onClick={() => showToast({ text: sample(), tone: "problem" })}>
            {t("desk.parts.problem_toast")}
          </Button>
        </div>
      </Card>
      <Dialog
        isOpen={isOpen()}
        onClose={() => setOpen(false)}
        title={t("desk.reason.reject.title")}
        description={t("desk.reason.reject.hint")}
      >
        <form
          onSubmit={(event) => {
            event.preventDefault();
            setOpen(false);
          }}
        >
          <TextArea label={t("desk.reason.label")} value="" />
          <DialogButtons act={t("desk.reason.reject.act")} onCancel={() => setOpen(false)} />
        </form>
      </Dialog>
    </main>
  );
}
