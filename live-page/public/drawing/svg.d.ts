/** A file's text, as Vite gives it. */
declare module '*.svg?raw' {
  const text: string;
  export default text;
}
