// The pages of the app. Each step between them is a navigation, and so a new trace.
import { createRouter, createWebHistory } from 'vue-router';
import ReportsView from './views/ReportsView.vue';
import RequestsView from './views/RequestsView.vue';

export const router = createRouter({
  history: createWebHistory(),
  routes: [
    { path: '/', name: 'requests', component: RequestsView },
    { path: '/visit/:number', name: 'visit', component: RequestsView },
    { path: '/reports', name: 'reports', component: ReportsView },
  ],
});
