// The part of saxen's interface that the reader of XLSX uses; the package comes without types.
declare module "saxen" {
  type Decode = (text: string) => string;
  export class Parser {
    on(
      event: "openTag",
      hear: (name: string, attributes: () => Record<string, string>, decode: Decode, isSelfClosing: boolean) => void,
    ): this;
    on(event: "closeTag", hear: (name: string, decode: Decode, isSelfClosing: boolean) => void): this;
    on(event: "text", hear: (text: string, decode: Decode) => void): this;
    on(event: "cdata", hear: (text: string) => void): this;
    on(event: "error" | "warn", hear: (error: Error) => void): this;
    ns(): this;
    stop(): void;
    write(text: string): this;
    end(): Error | undefined;
  }
}
