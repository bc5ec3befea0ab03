// Which entries nobody keeps yet: choose some, give their postal addresses, and print letters with codes.
import { foldLetters } from "../../../backend/platform/words/fold-letters.ts";
import { createMemo, createSignal, For, type JSX, Show } from "solid-js";
import {
  bindLetters,
  type EnrolmentView,
  enrolmentLimits,
  type PrintedLetter,
} from "../../../backend/registry/enrolment/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { Dialog, DialogButtons } from "../../parts/dialog/dialog.tsx";
import { SelectField, TextArea, TextField, Tick } from "../../parts/field/field.tsx";
import { apiPost } from "../../platform/api.ts";
import { useWords, type WordsLanguage, wordsLanguages } from "../../platform/words.ts";
import { createConfirmedAct } from "../../shell/confirm/confirmed-act.ts";
import { nameIn } from "../directory/say-facts.ts";
import { FieldsForm } from "../../shell/forms/fields-form.tsx";

type Entry = EnrolmentView["entries"][number];
const mostShown = 60;

export function EntriesCard(props: {
  entries: Entry[];
  canChange: boolean;
  onMade: (letters: PrintedLetter[]) => void;
}): JSX.Element {
  const t = useWords();
  const [text, setText] = createSignal("");
  const [chosen, setChosen] = createSignal<Entry[]>([]);
  const [isAsking, setAsking] = createSignal(false);
  const enrolled = () => props.entries.filter(({ administrators }) => administrators > 0).length;
  const shown = createMemo(() => {
    const wanted = foldLetters(text().trim());
    return props.entries.filter(
      ({ administrators, name, reference }) =>
        administrators === 0 && [name, reference].some((one) => foldLetters(one).includes(wanted)),
    );
  });
  const isChosen = (entry: Entry): boolean => chosen().some(({ id }) => id === entry.id);
  const turn = (entry: Entry, isOn: boolean): void => {
    setChosen((all) =>
      isOn ? [...all, entry].slice(0, enrolmentLimits.lettersAtOnce) : all.filter(({ id }) => id !== entry.id),
    );
  };
  return (
    <Card
      title={t("console.entries.title")}
      count={props.entries.length - enrolled()}
      aside={
        <Show when={props.canChange}>
          <Button disabled={chosen().length === 0} onClick={() => setAsking(true)}>
            {t("console.entries.letters", { count: chosen().length })}
          </Button>
        </Show>
      }
    >
      <p class="quiet-text">{t("console.entries.share", { enrolled: enrolled(), all: props.entries.length })}</p>
      <TextField
        label={t("console.entries.search")}
        type="search"
        value={text()}
        onInput={(event) => setText(event.currentTarget.value)}
      />
      <ul class="id-rows">
        <For each={shown().slice(0, mostShown)} fallback={<li class="quiet-text">{t("console.entries.none")}</li>}>
          {(entry) => (
            <li>
              <Show when={props.canChange} fallback={<span class="id-name">{entry.name}</span>}>
                <Tick
                  label={entry.name}
                  hint={[
                    entry.reference,
                    nameIn(entry.areaNames) ?? "",
                    entry.hasLetter ? t("console.entries.has_letter") : "",
                  ]
                    .filter((one) => one !== "")
                    .join(" · ")}
                  checked={isChosen(entry)}
                  onChange={(isOn) => turn(entry, isOn)}
                />
              </Show>
            </li>
          )}
        </For>
      </ul>
      <Show when={shown().length > mostShown}>
        <p class="quiet-text">{t("console.entries.more", { count: shown().length - mostShown })}</p>
      </Show>
      <Show when={isAsking()}>
        <LettersDialog
          entries={chosen()}
          onClose={() => setAsking(false)}
          onMade={(letters) => {
            setAsking(false);
            setChosen([]);
            props.onMade(letters);
          }}
        />
      </Show>
    </Card>
  );
}

function LettersDialog(props: {
  entries: Entry[];
  onClose: () => void;
  onMade: (letters: PrintedLetter[]) => void;
}): JSX.Element {
  const t = useWords();
  const act = createConfirmedAct();
  const firstLanguage = (entry: Entry): WordsLanguage =>
    wordsLanguages.find((one) => entry.languages[0] === one) ?? "fr";
  // oxlint-disable-next-line solid/reactivity -- the entries are chosen before the dialog opens
  const begun = props.entries.map((entry) => ({
    entry,
    address: createSignal([entry.name, nameIn(entry.areaNames) ?? ""].filter((line) => line !== "").join("\n")),
    language: createSignal<WordsLanguage>(firstLanguage(entry)),
  }));
  const make = async (): Promise<void> => {
    const letters = begun.map(({ entry, address, language }) => ({
      constituentId: entry.id,
      address: address[0](),
      language: language[0](),
    }));
    await act.run(bindLetters(letters.map(({ constituentId }) => constituentId)), async () => {
      const made = await apiPost<{ letters: PrintedLetter[] }>("/api/v1/desk/enrolment/letters", { letters });
      props.onMade(made.letters);
    });
  };
  return (
    <Dialog
      isOpen
      isWide
      onClose={() => props.onClose()}
      title={t("console.letters.make")}
      description={t("console.letters.make_text")}
    >
      <FieldsForm
        of={act}
        class="id-form"
        onSubmit={(event) => {
          event.preventDefault();
          void make();
        }}
      >
        <For each={begun}>
          {({ entry, address, language }, index) => (
            <fieldset class="plain-fieldset id-form">
              <legend class="id-name">{entry.name}</legend>
              <TextArea
                name={`letters.${index()}.address`}
                label={t("console.letters.address")}
                rows={4}
                required
                maxLength={1000}
                value={address[0]()}
                onInput={(event) => address[1](event.currentTarget.value)}
              />
              <SelectField
                name={`letters.${index()}.language`}
                label={t("console.letters.language")}
                value={language[0]()}
                options={wordsLanguages.map((value) => ({ value, label: t(`common.language.${value}`) }))}
                onChange={(event) =>
                  language[1](wordsLanguages.find((one) => one === event.currentTarget.value) ?? "fr")
                }
              />
            </fieldset>
          )}
        </For>
        <DialogButtons act={t("console.letters.make")} onCancel={() => props.onClose()} isBusy={act.isBusy()} />
      </FieldsForm>
    </Dialog>
  );
}
