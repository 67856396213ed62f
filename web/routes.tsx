import { Suspense } from 'react';
import { Route, Switch } from 'wouter';
import { AttemptPage } from './attempt/AttemptPage.tsx';
import { BriefPage } from './invite/BriefPage.tsx';
import { lazily } from './lazily.ts';
import { messages } from './messages.ts';
import { patterns } from './paths.ts';
import { EnterPage } from './person/EnterPage.tsx';
import { ProviderPage, SignInPage } from './person/SignInPage.tsx';
import { HomePage } from './person/HomePage.tsx';
import { Boundary } from './ui/Boundary.tsx';
import { Loading } from './ui/Loading.tsx';
import { MessagePage } from './ui/MessagePage.tsx';

const AccountPage = lazily(() => import('./person/AccountPage.tsx').then((m) => m.AccountPage));
const PeoplePage = lazily(() => import('./person/PeoplePage.tsx').then((m) => m.PeoplePage));
const GradingPage = lazily(() => import('./grading/GradingPage.tsx').then((m) => m.GradingPage));
const ReviewsPage = lazily(() => import('./review/ReviewsPage.tsx').then((m) => m.ReviewsPage));
const ReviewPage = lazily(() => import('./review/ReviewPage.tsx').then((m) => m.ReviewPage));
const IntegrationsPage = lazily(() =>
  import('./integrations/IntegrationsPage.tsx').then((m) => m.IntegrationsPage),
);
const ApiPage = lazily(() => import('./integrations/ApiPage.tsx').then((m) => m.ApiPage));
const ScorecardPage = lazily(() => import('./scorecard/ScorecardPage.tsx').then((m) => m.ScorecardPage));
const ComparePage = lazily(() => import('./compare/ComparePage.tsx').then((m) => m.ComparePage));
const SharedPage = lazily(() => import('./share/SharedPage.tsx').then((m) => m.SharedPage));
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
          <Route path={patterns.invites} component={HomePage} />
          <Route path={patterns.brief}>{({ token }) => <BriefPage token={token} />}</Route>
          <Route path={patterns.attempt}>{({ attemptId }) => <AttemptPage attemptId={attemptId} />}</Route>
          <Route path={patterns.grading}>
            {({ submissionId }) => <GradingPage submissionId={submissionId} />}
          </Route>
          <Route path={patterns.scorecard}>
            {({ submissionId }) => <ScorecardPage submissionId={submissionId} />}
          </Route>
          <Route path={patterns.compare} component={ComparePage} />
          <Route path={patterns.shared}>{({ token }) => <SharedPage token={token} />}</Route>
          <Route path={patterns.kept}>{({ inviteId }) => <KeptPage inviteId={inviteId} />}</Route>
          <Route path={patterns.record} component={RecordPage} />
          <Route path={patterns.reviews} component={ReviewsPage} />
          <Route path={patterns.review}>{({ reviewId }) => <ReviewPage reviewId={reviewId} />}</Route>
          <Route path={patterns.integrations} component={IntegrationsPage} />
          <Route path={patterns.apiDocs} component={ApiPage} />
          <Route>
            <MessagePage title={messages.error.noPage} text={messages.error.noPageText} />
          </Route>
        </Switch>
      </Suspense>
    </Boundary>
  );
}
