import * as sentry10 from 'sentry-10';

import { suite, type Sentry } from './sentry.suite';

suite('10.69', sentry10 as unknown as Sentry);
