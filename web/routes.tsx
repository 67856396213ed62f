import { Suspense } from 'react';
import { Route, Switch } from 'wouter';
import { AttemptPage } from './attempt/AttemptPage.tsx';
import { BriefPage } from './invite/BriefPage.tsx';
import { InvitesPage } from './invite/InvitesPage.tsx';
import { lazily } from './lazily.ts';
import { messages } from './messages.ts';
import { patterns } from './paths.ts';
import { EnterPage } from './person/EnterPage.tsx';
import { ProviderPage, SignInPage } from './person/SignInPage.tsx';
import { Boundary } from './ui/Boundary.tsx';
import { Loading } from './ui/Loading.tsx';
import { MessagePage } from './ui/MessagePage.tsx';

const AccountPage = lazily(() => import('./person/AccountPage.tsx').then((m) => m.AccountPage));
const PeoplePage = lazily(() => import('./person/PeoplePage.tsx').then((m) => m.PeoplePage));
const GradingPage = lazily(() => import('./grading/GradingPage.tsx').then((m) => m.GradingPage));
const ScorecardPage = lazily(() => import('./scorecard/ScorecardPage.tsx').then((m) => m.ScorecardPage));
const KeptPage = lazily(() => import('./record/KeptPage.tsx').then((m) => m.KeptPage));
const RecordPage = lazily(() => import('./record/RecordPage.tsx').then((m) => m.RecordPage));

/** The pages, in the order of the story. */
export function Routes() {
  return (
    <Boundary>
      <Suspense fallback={<Loading />}>
        <Switch>
          <Route path={patterns.enter} component={EnterPage} />
          <Route path={patterns.provider} component={ProviderPage} />
          <Route path={patterns.signIn}>{({ token }) => <SignInPage token={token} />}</Route>
          <Route path={patterns.account} component={AccountPage} />
          <Route path={patterns.people} component={PeoplePage} />
          <Route path={patterns.invites} component={InvitesPage} />
          <Route path={patterns.brief}>{({ token }) => <BriefPage token={token} />}</Route>
          <Route path={patterns.attempt}>{({ attemptId }) => <AttemptPage attemptId={attemptId} />}</Route>
          <Route path={patterns.grading}>
            {({ submissionId }) => <GradingPage submissionId={submissionId} />}
          </Route>
          <Route path={patterns.scorecard}>
            {({ submissionId }) => <ScorecardPage submissionId={submissionId} />}
          </Route>
          <Route path={patterns.kept}>{({ inviteId }) => <KeptPage inviteId={inviteId} />}</Route>
          <Route path={patterns.record} component={RecordPage} />
          <Route>
            <MessagePage title={messages.error.noPage} text={messages.error.noPageText} />
          </Route>
        </Switch>
      </Suspense>
    </Boundary>
  );
}
