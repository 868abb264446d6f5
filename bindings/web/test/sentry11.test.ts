import * as sentry11 from 'sentry-11';

import { suite } from './sentry.suite';

suite('11.12', sentry11);
