interface ImportMetaEnv {
  /** What the app calls the machine that runs the services, if the usual names do not do. */
  readonly VITE_HOST?: string;
}
