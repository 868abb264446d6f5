import '@fontsource-variable/inter';
import '@fontsource-variable/jetbrains-mono';
import { createApp } from 'vue';
import App from './App.vue';
import { watchReports } from './reports';
import { router } from './router';
import { startSentry } from './sentry';
import './styles/base.css';
import { refresh, watchTrace } from './trace';

const app = createApp(App);
startSentry(app, router);
app.use(router).mount('#app');

void watchTrace().then(() => router.afterEach(() => void setTimeout(refresh)));
watchReports();
