// Drives Debian's Firefox by its own remote protocol (Marionette: JSON with its length before it, over loopback), with a passkey of its virtual authenticator.
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort } from "./server.ts";

export const firefoxPath = [process.env["FIREFOX_PATH"], "/usr/bin/firefox-esr", "/usr/bin/firefox"].find(
  (path) => path !== undefined && existsSync(path),
);

/** A WebDriver command and its answer's value. */
type Send = (command: string, parameters?: Record<string, unknown>) => Promise<unknown>;

export interface Firefox {
  open(address: string): Promise<void>;
  /** Waits until an element is there and may be used, at most a minute; XPath where the selector begins with "//", a script that returns an element where it begins with "return ". @throws when it is not. */
  click(selector: string): Promise<void>;
  /** In place of what the field holds. */
  write(selector: string, text: string): Promise<void>;
  /** Puts a file into a field for files. */
  attach(selector: string, path: string): Promise<void>;
  /** Waits until the page holds the text. */
  see(text: string): Promise<void>;
  text(): Promise<string>;
  address(): Promise<string>;
  /** The value of an expression in the page. */
  evaluate(expression: string): Promise<unknown>;
  press(code: string): Promise<void>;
  picture(): Promise<Buffer>;
  addAuthenticator(): Promise<void>;
  close(): Promise<void>;
}

const elementKey = "element-6066-11e4-a52e-4f735466cecf";
const setDate = `const [field, value] = arguments;
field.focus();
field.value = value;
for (const name of ["input", "change"]) field.dispatchEvent(new Event(name, { bubbles: true }));`;
/** WebDriver's code of the key Control, which is held until the end of what is typed at once. */
const control = "\uE009";

/** Starts a Firefox of its own: fresh profile, no window. `locale` is the language that it asks pages for. */
export async function openFirefox(locale = "en"): Promise<Firefox> {
  const profile = mkdtempSync(join(tmpdir(), "toguna-firefox-"));
  const port = await freePort();
  const settings = {
    "marionette.port": port,
    "intl.accept_languages": locale,
    "datareporting.policy.dataSubmissionEnabled": false,
    "app.update.enabled": false,
    "browser.shell.checkDefaultBrowser": false,
    "network.captive-portal-service.enabled": false,
    "network.connectivity-service.enabled": false,
    "security.webauth.webauthn_enable_softtoken": true,
    "security.webauth.webauthn_enable_usbtoken": false,
  };
  const lines = Object.entries(settings).map(
    ([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});`,
  );
  writeFileSync(join(profile, "user.js"), `${lines.join("\n")}\n`);
  const child = spawn(firefoxPath ?? "firefox", ["--headless", "--marionette", "--profile", profile, "--no-remote"], {
    stdio: "ignore",
    env: { ...process.env, HOME: profile, MOZ_CRASHREPORTER_DISABLE: "1" },
  });
  const socket = await connectTo(port, child);
  const send = speak(socket);
  await send("WebDriver:NewSession", { capabilities: { alwaysMatch: { acceptInsecureCerts: true } } });
  await send("WebDriver:SetTimeouts", { implicit: 0, pageLoad: 60_000, script: 60_000 });
  const evaluate = async (expression: string): Promise<unknown> =>
    await send("WebDriver:ExecuteScript", { script: `return (${expression});`, args: [] });
  const find = async (selector: string): Promise<string> => {
    if (selector.startsWith("return ")) {
      const answer = (await send("WebDriver:ExecuteScript", { script: selector, args: [] })) as Record<string, string>;
      if (!answer?.[elementKey]) throw new Error("the script found no element");
      return answer[elementKey];
    }
    const using = selector.startsWith("//") ? "xpath" : "css selector";
    const found = (await send("WebDriver:FindElement", { using, value: selector })) as Record<string, string>;
    return found[elementKey] ?? "";
  };
  const tryUntilDone = async (what: string, act: () => Promise<boolean>): Promise<void> => {
    let last: unknown;
    for (const until = Date.now() + 60_000; Date.now() < until; await sleep(200)) {
      try {
        if (await act()) return;
      } catch (error) {
        last = error;
      }
    }
    throw new Error(
      `Firefox: ${what.slice(0, 20)}…${what.slice(-160)} was not possible within a minute; the page said:\n${String(await evaluate("document.body?.innerText ?? ''"))}`,
      { cause: last },
    );
  };
  return {
    open: async (address) => void (await send("WebDriver:Navigate", { url: address })),
    click: async (selector) =>
      await tryUntilDone(`clicking ${selector}`, async () => {
        await send("WebDriver:ElementClick", { id: await find(selector) });
        return true;
      }),
    write: async (selector, text) =>
      await tryUntilDone(`writing into ${selector}`, async () => {
        const id = await find(selector);
        const type = await send("WebDriver:GetElementProperty", { id, name: "type" });
        // All of it is marked and written over, as a person does: clearing first would be a change of its own, which some forms keep at once.
        if (/^(date|time|month|week)/.test(String(type))) {
          // As the browser's own calendar sets it: its parts stand in the order of whatever country the machine is set to.
          await send("WebDriver:ExecuteScript", { script: setDate, args: [{ [elementKey]: id }, text] });
          return true;
        }
        if (type !== "file") await send("WebDriver:ElementSendKeys", { id, text: `${control}a` });
        await send("WebDriver:ElementSendKeys", { id, text });
        return true;
      }),
    attach: async (selector, path) =>
      await tryUntilDone(`attaching to ${selector}`, async () => {
        await send("WebDriver:ElementSendKeys", { id: await find(selector), text: path });
        return true;
      }),
    see: async (text) =>
      await tryUntilDone(`seeing "${text}"`, async () =>
        String(await evaluate("document.body?.innerText ?? ''")).includes(text),
      ),
    text: async () => String(await evaluate("document.body?.innerText ?? ''")),
    address: async () => String(await send("WebDriver:GetCurrentURL")),
    evaluate,
    press: async (key) => {
      const actions = [
        { type: "keyDown", value: key },
        { type: "keyUp", value: key },
      ];
      await send("WebDriver:PerformActions", { actions: [{ type: "key", id: "keyboard", actions }] });
    },
    picture: async () =>
      Buffer.from(String(await send("WebDriver:TakeScreenshot", { full: false, hash: false })), "base64"),
    addAuthenticator: async () => {
      await send("WebAuthn:AddVirtualAuthenticator", {
        protocol: "ctap2_1",
        transport: "internal",
        hasResidentKey: true,
        hasUserVerification: true,
        isUserConsenting: true,
        isUserVerified: true,
      });
    },
    close: async () => {
      const ended = new Promise((resolve) => child.once("exit", resolve));
      await Promise.race([send("Marionette:Quit", { flags: ["eForceQuit"] }).catch(() => {}), sleep(5_000)]);
      socket.destroy();
      if ((await Promise.race([ended, sleep(10_000, "late")])) === "late") child.kill("SIGKILL");
      rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

async function connectTo(port: number, child: ChildProcess): Promise<Socket> {
  for (const until = Date.now() + 60_000; Date.now() < until; await sleep(200)) {
    if (child.exitCode !== null) throw new Error(`Firefox ended at once (${child.exitCode})`);
    const socket = await new Promise<Socket | undefined>((resolve) => {
      const trying = connect(port, "127.0.0.1", () => resolve(trying));
      trying.once("error", () => resolve(undefined));
    });
    if (socket) return socket;
  }
  throw new Error("Firefox did not listen within a minute");
}

/** Messages are `length:[0, id, command, parameters]`, answers `length:[1, id, error, value]`. */
function speak(socket: Socket): Send {
  let received = Buffer.alloc(0);
  let last = 0;
  const waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  socket.on("data", (chunk) => {
    received = Buffer.concat([received, chunk]);
    for (;;) {
      const colon = received.indexOf(":");
      const length = Number(received.subarray(0, colon).toString());
      if (colon < 0 || received.length < colon + 1 + length) return;
      const message: unknown = JSON.parse(received.subarray(colon + 1, colon + 1 + length).toString("utf8"));
      received = received.subarray(colon + 1 + length);
      // The first one only says who speaks.
      if (!Array.isArray(message)) continue;
      const [, id, error, result] = message as [number, number, { error: string; message: string } | null, unknown];
      const asker = waiting.get(id);
      waiting.delete(id);
      if (error) asker?.reject(new Error(`${error.error}: ${error.message}`));
      else asker?.resolve(isValue(result) ? result.value : result);
    }
  });
  socket.once("close", () => {
    for (const { reject } of waiting.values()) reject(new Error("Firefox has gone"));
  });
  return async (command, parameters = {}) => {
    const id = ++last;
    const body = Buffer.from(JSON.stringify([0, id, command, parameters]));
    return await new Promise((resolve, reject) => {
      waiting.set(id, { resolve, reject });
      socket.write(`${body.length}:`);
      socket.write(body);
    });
  };
}

function isValue(result: unknown): result is { value: unknown } {
  return typeof result === "object" && result !== null && "value" in result;
}
