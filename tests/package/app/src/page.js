// What a page of an app takes from the package.
import { explain, Spanferry, startSpanferry } from 'capacitor-spanferry';

window.fresh = { Spanferry, explain, startSpanferry };
